import { list } from '../../../checks/readers/read';
import { versionOf } from '../../control-plane/go-part';
import { PARTS } from '../build/parts';
import { type Programs, program } from '../build/programs';
import { type Controller, changeContainers } from './controller';
import { kustomized } from './manifests';

/** Measures nodes and pods: what autoscalers of processor and memory go by. In kube-system, as its module says. */
export async function metricsServer(programs: Programs): Promise<Controller> {
  const image = `registry.k8s.io/metrics-server/metrics-server:${versionOf(PARTS.metricsServer)}`;
  const objects = await kustomized(programs, program(programs, 'metricsServer', 'manifests'));
  const files = { 'metrics-server': program(programs, 'metricsServer', 'metrics-server') };
  return {
    images: [{ references: [image], files, entrypoint: ['/metrics-server'] }],
    objects: changeContainers(objects, (container) => ({
      ...container,
      image,
      // The kubelets here sign their own certificates.
      args: [...list(container, 'args'), '--kubelet-insecure-tls'],
    })),
  };
}
