import { buildControlPlane } from '../control-plane/build';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane';
import { customResourceDefinitions, install } from '../control-plane/crds';

/**
 * Environment variable with the kubeconfig of the control plane under test. It is not `KUBECONFIG`, so that no
 * mistake ever applies `dist/` to a cluster of somebody's own.
 */
export const KUBECONFIG_VARIABLE = 'ADMISSION_KUBECONFIG';

let plane: ControlPlane | undefined;

/** Builds, starts and equips the control plane that all test files share. */
export async function startPlane(): Promise<void> {
  const programs = await buildControlPlane(report);
  const definitions = await customResourceDefinitions(report);
  plane = await startControlPlane(programs);
  await install(plane.client, definitions);
  process.env[KUBECONFIG_VARIABLE] = plane.kubeconfig;
  report(`kube-apiserver: ready, with ${definitions.length} custom resource definitions`);
}

export async function stopPlane(): Promise<void> {
  await plane?.stop();
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
