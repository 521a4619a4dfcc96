import { readFileSync } from 'node:fs';
import type { KubernetesObject } from '../../../synth/manifest';
import { documentsIn } from '../../admission/documents';
import { type Programs, program } from '../build/programs';
import { run } from '../session/command';

/** What `kubectl apply --kustomize` would apply from this folder. */
export async function kustomized(programs: Programs, folder: string): Promise<readonly KubernetesObject[]> {
  const rendered = await run(program(programs, 'kubernetes', 'kubectl'), ['kustomize', folder]);
  return objectsIn(folder, rendered);
}

/** The objects of a YAML file. */
export function readObjects(file: string): readonly KubernetesObject[] {
  return objectsIn(file, readFileSync(file, 'utf8'));
}

function objectsIn(file: string, yaml: string): readonly KubernetesObject[] {
  return documentsIn(file, yaml).map(({ object }) => object);
}
