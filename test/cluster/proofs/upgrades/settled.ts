import { mapping, mappings, text } from '../../../../checks/readers/read';
import { APPLICATIONS_PATH, describeState, refresh, stateOf } from '../../argo-cd/applications';
import { type Cluster, kubectl } from '../../cluster';
import { get } from '../../get';
import { literalUnderTest } from '../../literal';
import { until } from '../../session/until';

/** An object that the API server did not take from Argo CD. */
export interface Refusal {
  /** As kubectl names it: `Deployment.v1.apps`. */
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  readonly message: string;
}

/** A commit that Argo CD is to bring. */
export interface Commit {
  readonly hash: string;
  /** When its making began, as `Date.now()` has it. */
  readonly since: number;
  /**
   * Whether it is enough that its sync succeeded, though what is there may still differ: an older tree may leave out
   * what the server fills in. @default false
   */
  readonly appliedIsEnough?: boolean;
}

/**
 * Waits until all Applications are Synced to a commit, or objects of it are refused: Argo CD would try those for ever.
 *
 * @param names Applications that must be there
 * @returns what was refused; nothing when all is Synced
 */
export async function awaitCommitOrRefusals(
  cluster: Cluster,
  names: readonly string[],
  commit: Commit,
): Promise<readonly Refusal[]> {
  const { refusals } = await until(
    `every Application is Synced to ${commit.hash}`,
    async () => {
      const applications = mappings(await get(cluster, APPLICATIONS_PATH), 'items');
      const refused = applications.flatMap((application) => refusalsOf(application, commit));
      if (refused.length > 0) return { refusals: refused };
      const open = applications.filter((application) => !isAt(application, commit));
      const missing = names.filter((name) => !applications.some((found) => nameOf(found) === name));
      if (open.length + missing.length === 0) return { refusals: [] };
      const lines = open.map((application) => describeState(stateOf(application)));
      return [...missing.map((name) => `${name}: missing`), ...lines].join('\n');
    },
    { seconds: 300, every: 500 },
  );
  return refusals;
}

/** One line a person can read. */
export function describeRefusal({ type, namespace, name, message }: Refusal): string {
  return `${type}/${namespace}/${name}: ${message}`;
}

/** Removes what was refused, so that Argo CD makes it anew. @param names Applications that are to look at once */
export async function makeAnew(
  cluster: Cluster,
  refusals: readonly Refusal[],
  names: readonly string[],
): Promise<void> {
  for (const { type, namespace, name } of refusals) {
    const place = namespace === '' ? [] : [`--namespace=${namespace}`];
    await kubectl(cluster, ['delete', type, name, ...place, '--ignore-not-found', '--wait=false']);
  }
  await refreshAll(cluster, names);
}

/** Has all of these Applications look at the repository now. */
export async function refreshAll({ client }: Cluster, names: readonly string[]): Promise<void> {
  // One that is not there yet comes with its first look.
  await Promise.all(names.map((name) => refresh(client, name).catch(() => undefined)));
}

/** Where the commits are made: charts, and folders of others, have revisions of their own. */
const REPOSITORY = literalUnderTest().repository.url;

/** Compared with the commit, nothing to do, and nothing under way. */
export function isAt(application: unknown, { hash, appliedIsEnough = false }: Commit): boolean {
  const { phase = 'Succeeded' } = mapping(application, 'status.operationState');
  const { repoURL } = mapping(application, 'spec.source');
  const applied = text(application, 'status.operationState.syncResult.revision') === hash;
  return (
    (text(application, 'status.sync.status') === 'Synced' || (appliedIsEnough && applied)) &&
    (repoURL !== REPOSITORY || text(application, 'status.sync.revision') === hash) &&
    phase === 'Succeeded' &&
    mapping(application, 'metadata.annotations')['argocd.argoproj.io/refresh'] === undefined
  );
}

/** What the API server refused of this commit, as an Application tells it: of the commit before, nothing counts. */
export function refusalsOf(application: unknown, commit: Commit): readonly Refusal[] {
  return [...failedSyncs(application, commit), ...refusedDryRuns(application, commit)];
}

/**
 * What Argo CD says of an object that the project does not list. A commit may bring the project that lists it as well, which
 * another Application syncs at the same time: that is tried again, and where it stays so nothing ever becomes Synced.
 */
const FORBIDDEN = /^(resource \S+ is not permitted in project |namespace \S+ is not permitted in project )/;

/**
 * Where Argo CD compares by itself, what is refused is OutOfSync, and its sync fails with the words of the API server. It is
 * tried again for ever, `Running` all the while; the results of the last try stay until the next.
 */
function failedSyncs(application: unknown, { hash }: Commit): readonly Refusal[] {
  const result = mapping(application, 'status.operationState.syncResult');
  if (result['revision'] !== hash) return [];
  return mappings(result, 'resources')
    .filter(({ status, message }) => status === 'SyncFailed' && !FORBIDDEN.test(String(message)))
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
 * condition once, and Synced to the new commit from the next look on, though nothing was applied (seen with 3.5.7). The
 * tree under test has none of these (docs/decisions/0008), but an older tree may.
 */
function refusedDryRuns(application: unknown, commit: Commit): readonly Refusal[] {
  if (!isComparedSince(application, commit)) return [];
  return mappings(application, 'status.conditions')
    .filter(({ type }) => type === 'ComparisonError')
    .flatMap((condition) => {
      const { type, name, message } = DRY_RUN.exec(text(condition, 'message') ?? '')?.groups ?? {};
      if (type === undefined || name === undefined || message === undefined) return [];
      return [{ type, name, message, namespace: text(application, 'spec.destination.namespace') ?? '' }];
    });
}

/** Whether Argo CD has compared it since then. The API server keeps whole seconds. */
function isComparedSince(application: unknown, { since }: Commit): boolean {
  const compared = Date.parse(text(application, 'status.reconciledAt') ?? '');
  return compared >= Math.floor(since / 1000) * 1000;
}

function nameOf(application: unknown): string {
  return text(application, 'metadata.name') ?? '';
}
