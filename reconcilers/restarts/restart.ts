import { isObject } from '../../values/object';
import type { RestartsState } from './state';

/**
 * Mark on a workload and on its pod template: the state of its Secrets when its pods were last started. On the template it
 * differs with each restart, so the workload rolls its pods out anew, by its own strategy.
 */
export const SECRETS_MARK = 'data-frost.example/secrets';

/** Hash of a Secret's content, as External Secrets notes it in the metadata. */
const CONTENT_HASH = 'reconcile.external-secrets.io/data-hash';

/** What is asked of the Kubernetes API. */
export interface KubernetesObjects {
  /** The metadata of an object, or undefined where it is not there. */
  metadata(path: string): Promise<unknown>;
  /** Merges fields into an object. */
  merge(path: string, fields: object): Promise<void>;
}

/**
 * Restarts the workloads whose Secrets changed since their pods were started. It compares states and not events, so it may
 * have been away for any time; killed half-way it begins anew. A workload that it has not seen before is only marked: its
 * pods have read what is there.
 *
 * @returns a line for each workload that it did something about
 */
export async function restart(
  { namespace, workloads }: RestartsState,
  objects: KubernetesObjects,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { kind, name, secrets } of workloads) {
    const path = `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
    const workload = await objects.metadata(path);
    const found = await Promise.all(
      secrets.map((secret) => objects.metadata(`/api/v1/namespaces/${namespace}/secrets/${secret}`)),
    );
    const missing = secrets.filter((_, index) => found[index] === undefined);
    if (workload === undefined) lines.push(`${kind} ${name}: not there yet`);
    else if (missing.length > 0) lines.push(`${kind} ${name}: waits for ${missing.join(', ')}`);
    else {
      const line = await settle(
        objects,
        path,
        annotation(workload, SECRETS_MARK),
        found.map(versionOf).join('.'),
      );
      if (line !== undefined) lines.push(`${kind} ${name}: ${line}`);
    }
  }
  return lines;
}

/** One write for both marks: a workload that is marked and not restarted would never be. */
async function settle(
  objects: KubernetesObjects,
  path: string,
  marked: string | undefined,
  now: string,
): Promise<string | undefined> {
  if (marked === now) return undefined;
  const metadata = { annotations: { [SECRETS_MARK]: now } };
  const template = marked === undefined ? {} : { spec: { template: { metadata } } };
  await objects.merge(path, { metadata, ...template });
  return marked === undefined ? 'marked' : 'restarted';
}

/** What tells one content from another: its hash where somebody notes it, else any change of the object. */
function versionOf(metadata: unknown): string {
  const { uid, resourceVersion } = isObject(metadata) ? metadata : {};
  return annotation(metadata, CONTENT_HASH) ?? `${String(uid)}-${String(resourceVersion)}`;
}

function annotation(metadata: unknown, name: string): string | undefined {
  const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
  const value = isObject(annotations) ? annotations[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
