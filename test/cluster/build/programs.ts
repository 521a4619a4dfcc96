import { join } from 'node:path';
import { buildControlPlane, type ControlPlanePrograms } from '../../control-plane/build';
import { buildPart, type GoPart, type Report } from '../../control-plane/go-part';
import { PARTS } from './parts';

/** Folders with the binaries of each part, and where the control plane's own programs lie. */
export interface Programs {
  readonly controlPlane: ControlPlanePrograms;
  readonly folders: Readonly<Record<keyof typeof PARTS, string>>;
}

/** Builds every program, or takes it from the cache; one after the other, because each build uses all processors. */
export async function buildPrograms(report: Report): Promise<Programs> {
  const controlPlane = await buildControlPlane(report);
  const built = async (part: GoPart) => buildPart(part, report);
  const folders = {
    pause: await built(PARTS.pause),
    standIn: await built(PARTS.standIn),
    runc: await built(PARTS.runc),
    cni: await built(PARTS.cni),
    containerd: await built(PARTS.containerd),
    networkPolicies: await built(PARTS.networkPolicies),
    coredns: await built(PARTS.coredns),
    metricsServer: await built(PARTS.metricsServer),
    helm: await built(PARTS.helm),
    kubernetes: await built(PARTS.kubernetes),
    argoCd: await built(PARTS.argoCd),
    prometheus: await built(PARTS.prometheus),
    keda: await built(PARTS.keda),
    traefik: await built(PARTS.traefik),
  };
  return { controlPlane, folders };
}

/** The path of one program: `program(programs, 'kubernetes', 'kubectl')`. */
export function program(programs: Programs, part: keyof typeof PARTS, name: string): string {
  return join(programs.folders[part], name);
}
