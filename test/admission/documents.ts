import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isMapping, mapping } from '../../checks/readers/read';
import type { KubernetesObject } from '../../synth/manifest';

/** Files for the virtual machines around a cluster: no API server ever sees them. */
const MACHINES = /^[^/]+\/machines\//;

/** One object of `dist/`, as it stands there. */
export interface DistObject {
  /** Path below `dist/`; the second object of a file and the ones after it with their number: `a/b.yaml#2`. */
  readonly title: string;
  /** The bytes of the document, which the API server reads by itself: its YAML is not ours. */
  readonly yaml: string;
  readonly object: KubernetesObject;
}

/**
 * Every YAML document of every `.yaml` file below `folder`, in the order of the paths.
 *
 * @throws Error when a document is no Kubernetes object or no valid YAML.
 */
export function readDist(folder: string): DistObject[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !MACHINES.test(file))
    .sort()
    .flatMap((file) => documentsIn(file, readFileSync(join(folder, file), 'utf8')));
}

/** The objects of one file. */
export function documentsIn(file: string, content: string): DistObject[] {
  const objects: DistObject[] = [];
  for (const document of parseAllDocuments(content)) {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${file}: ${error.message}`);
    const object: unknown = document.toJS();
    if (object === null) continue;
    const title = objects.length === 0 ? file : `${file}#${objects.length + 1}`;
    if (!isObject(object)) throw new Error(`${title}: must have apiVersion, kind and metadata.name`);
    objects.push({ title, yaml: content.slice(document.range[0], document.range[1]), object });
  }
  return objects;
}

function isObject(value: unknown): value is KubernetesObject {
  return (
    isMapping(value) &&
    typeof value['apiVersion'] === 'string' &&
    typeof value['kind'] === 'string' &&
    typeof mapping(value, 'metadata')['name'] === 'string'
  );
}
