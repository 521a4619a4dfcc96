import { mapping, mappings, text } from '../../../checks/readers/read';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import { type Cluster, kubectl } from '../cluster';
import { get } from '../get';
import { until } from '../session/until';

/** An object that the API server did not take from Argo CD. */
export interface Refusal {
  /** As kubectl names it: `Deployment.v1.apps`. */
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  readonly message: string;
}

const PATH = `/apis/argoproj.io/v1alpha1/namespaces/${ARGOCD_NAMESPACE}/applications`;

/**
 * Waits until all Applications are Synced to a commit, or objects of it are refused: Argo CD would try those for ever.
 *
 * @param names Applications that must be there
 * @returns what was refused; nothing when all is Synced
 */
export async function awaitCommit(
  cluster: Cluster,
  names: readonly string[],
  commit: string,
): Promise<readonly Refusal[]> {
  const { refusals } = await until(
    `every Application is Synced to ${commit}`,
    async () => {
      const applications = mappings(await get(cluster, PATH), 'items');
      const refused = applications.flatMap((application) => [
        ...refusalsOf(application, commit),
        ...refusedDryRuns(application),
      ]);
      if (refused.length > 0) return { refusals: refused };
      const open = applications.filter((application) => !isAt(application, commit)).map(nameOf);
      const missing = names.filter((name) => !applications.some((found) => nameOf(found) === name));
      return open.length + missing.length === 0 ? { refusals: [] } : [...open, ...missing].join();
    },
    { seconds: 300, every: 500 },
  );
  return refusals;
}

/** One line a person can read. */
export function describeRefusal({ type, namespace, name, message }: Refusal): string {
  return `${type}/${namespace}/${name}: ${message}`;
}

/** Removes what was refused, so that Argo CD makes it anew. */
export async function makeAnew(cluster: Cluster, refusals: readonly Refusal[]): Promise<void> {
  for (const { type, namespace, name } of refusals) {
    const place = namespace === '' ? [] : [`--namespace=${namespace}`];
    await kubectl(cluster, ['delete', type, name, ...place, '--ignore-not-found', '--wait=false']);
  }
}

/** Compared with the commit, nothing to do, and nothing under way. */
function isAt(application: unknown, commit: string): boolean {
  const { phase = 'Succeeded' } = mapping(application, 'status.operationState');
  const fromGit = text(application, 'spec.source.path') !== undefined;
  return (
    text(application, 'status.sync.status') === 'Synced' &&
    (!fromGit || text(application, 'status.sync.revision') === commit) &&
    phase === 'Succeeded' &&
    mapping(application, 'metadata.annotations')['argocd.argoproj.io/refresh'] === undefined
  );
}

function refusalsOf(application: unknown, commit: string): readonly Refusal[] {
  const result = mapping(application, 'status.operationState.syncResult');
  if (result['revision'] !== commit) return [];
  return mappings(result, 'resources')
    .filter(({ status }) => status === 'SyncFailed')
    .map((resource) => {
      const [kind, version, group] = ['kind', 'version', 'group'].map((key) => text(resource, key) ?? '');
      return {
        type: group === '' ? `${kind}` : `${kind}.${version}.${group}`,
        namespace: text(resource, 'namespace') ?? '',
        name: text(resource, 'name') ?? '',
        message: text(resource, 'message') ?? '',
      };
    });
}

/** What Argo CD says of an object that the API server does not even take for a trial. */
const DRY_RUN =
  /for resource (?<type>\w+)\/(?<name>[^\s:]+): (?<message>.*(?:immutable|is invalid|forbidden).*)/is;

/**
 * Where Argo CD compares by server-side dry runs it never tries to sync what such a run refuses: it is Unknown with this
 * condition once, and Synced to the new commit from the next look on, though nothing was applied (seen with 3.5.7).
 */
function refusedDryRuns(application: unknown): readonly Refusal[] {
  return mappings(application, 'status.conditions')
    .filter(({ type }) => type === 'ComparisonError')
    .flatMap((condition) => {
      const { type, name, message } = DRY_RUN.exec(text(condition, 'message') ?? '')?.groups ?? {};
      if (type === undefined || name === undefined || message === undefined) return [];
      return [{ type, name, message, namespace: text(application, 'spec.destination.namespace') ?? '' }];
    });
}

function nameOf(application: unknown): string {
  return text(application, 'metadata.name') ?? '';
}
