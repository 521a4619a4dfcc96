import { list, mapping, mappings, text } from '../../../checks/readers/read';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import type { ApiClient } from '../../control-plane/client';
import { type Patience, until } from '../session/until';

/** Where the API server keeps Applications. */
export const APPLICATIONS_PATH = `/apis/argoproj.io/v1alpha1/namespaces/${ARGOCD_NAMESPACE}/applications`;

/** What Argo CD says of an Application. */
export interface ApplicationState {
  readonly name: string;
  /** `Synced`, `OutOfSync` or `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing` or `Unknown`. */
  readonly health: string;
  /** Commit that it was compared with last. */
  readonly revision: string;
  /** State of the last sync: `Succeeded`, `Running`, `Failed`, `Error`; empty before the first. */
  readonly operation: string;
  /** What is wrong, if anything: messages of the operation, its conditions, and resources that are not well. */
  readonly messages: readonly string[];
}

/** Every Application of the cluster, by name. */
export async function applicationStates(client: ApiClient): Promise<readonly ApplicationState[]> {
  const { status, body } = await client.send({ path: APPLICATIONS_PATH });
  if (status !== 200) throw new Error(`${APPLICATIONS_PATH}: ${text(body, 'message')}`);
  return mappings(body, 'items')
    .map(stateOf)
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** An Application whose resources were all there before needs no sync. */
const SETTLED = ['', 'Succeeded'];

/**
 * Waits until every Application is Synced, the ones too that others bring, and returns them.
 *
 * @param names Applications that must be there
 */
export async function awaitSynced(
  client: ApiClient,
  names: readonly string[],
  patience: Patience = { seconds: 600, every: 500 },
): Promise<readonly ApplicationState[]> {
  return until(
    'every Application is Synced',
    async () => {
      const states = await applicationStates(client);
      const missing = names.filter((name) => !states.some((state) => state.name === name));
      const open = states.filter((state) => !isSettled(state));
      if (missing.length === 0 && open.length === 0) return states;
      return [...missing.map((name) => `${name}: missing`), ...open.map(describeState)].join('\n');
    },
    patience,
  );
}

/**
 * Waits until all of these Applications are as wanted, and returns them.
 *
 * @param what for the error: `are Synced`
 */
export async function awaitApplications(
  client: ApiClient,
  names: readonly string[],
  what: string,
  isWanted: (state: ApplicationState) => boolean,
  patience: Patience = { seconds: 300, every: 100 },
): Promise<readonly ApplicationState[]> {
  return until(
    `${names.join(', ')} ${what}`,
    async () => {
      const states = (await applicationStates(client)).filter(({ name }) => names.includes(name));
      const missing = names.filter((name) => !states.some((state) => state.name === name));
      const open = states.filter((state) => !isWanted(state));
      if (missing.length === 0 && open.length === 0) return states;
      return [...missing.map((name) => `${name}: missing`), ...open.map(describeState)].join('\n');
    },
    patience,
  );
}

/** Waits until all of these Applications are Synced and Healthy, and returns them. */
export function awaitHealthy(
  client: ApiClient,
  names: readonly string[],
  patience: Patience = { seconds: 300, every: 500 },
): Promise<readonly ApplicationState[]> {
  const isWanted = (state: ApplicationState) => isSettled(state) && state.health === 'Healthy';
  return awaitApplications(client, names, 'are Synced and Healthy', isWanted, patience);
}

/** Whether nothing is left to do: all is as git has it, and the last sync, if there was one, has succeeded. */
export function isSettled({ sync, operation }: ApplicationState): boolean {
  return sync === 'Synced' && SETTLED.includes(operation);
}

/** Has Argo CD sync an Application as a person does who presses the button: also where a window stops it doing so. */
export async function syncByHand(client: ApiClient, name: string): Promise<void> {
  const path = `${APPLICATIONS_PATH}/${name}`;
  const { body: application } = await client.send({ path });
  const syncOptions = list(application, 'spec.syncPolicy.syncOptions');
  const operation = { initiatedBy: { username: 'operator' }, sync: { prune: true, syncOptions } };
  const { status, body } = await client.send({
    method: 'PATCH',
    path,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ operation }),
  });
  if (status !== 200) throw new Error(`${name}: ${text(body, 'message')}`);
}

/** Names of the Applications among these objects. */
export function applicationsIn(objects: readonly KubernetesObject[]): readonly string[] {
  return objects
    .filter((object) => object.kind === 'Application' && groupOf(object) === 'argoproj.io')
    .map(({ metadata }) => metadata.name);
}

/** Has Argo CD look at the repository now rather than at its next poll. */
export async function refresh(
  client: ApiClient,
  name: string,
  kind: 'normal' | 'hard' = 'normal',
): Promise<void> {
  const annotations = { 'argocd.argoproj.io/refresh': kind };
  const { status, body } = await client.send({
    method: 'PATCH',
    path: `${APPLICATIONS_PATH}/${name}`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ metadata: { annotations } }),
  });
  if (status !== 200) throw new Error(`${name}: ${text(body, 'message')}`);
}

/** One line a person can read. */
export function describeState({ name, sync, health, operation, messages }: ApplicationState): string {
  return [`${name}: ${sync}, ${health}${operation === '' ? '' : `, ${operation}`}`, ...messages].join(
    '\n    ',
  );
}

/** What Argo CD says of one Application, as the API server keeps it. */
export function stateOf(application: unknown): ApplicationState {
  const operation = mapping(application, 'status.operationState');
  const phase = text(operation, 'phase') ?? '';
  return {
    name: text(application, 'metadata.name') ?? '',
    sync: text(application, 'status.sync.status') ?? 'Unknown',
    health: text(application, 'status.health.status') ?? 'Unknown',
    revision: text(application, 'status.sync.revision') ?? '',
    operation: phase,
    messages: [
      ...(SETTLED.includes(phase) ? [] : [text(operation, 'message') ?? '']),
      ...mappings(application, 'status.conditions').map(
        (found) => `${text(found, 'type')}: ${text(found, 'message')}`,
      ),
      ...mappings(application, 'status.resources').flatMap(faultsOf),
    ].filter((message) => message !== ''),
  };
}

/** What is wrong with one resource of an Application, in one line; empty when nothing is. */
function faultsOf(resource: unknown): readonly string[] {
  const sync = text(resource, 'status') ?? 'not compared';
  const health = text(resource, 'health.status') ?? 'Healthy';
  const faults = [
    ...(sync === 'Synced' ? [] : [sync]),
    ...(health === 'Healthy' ? [] : [health, text(resource, 'health.message') ?? '']),
  ];
  if (faults.length === 0) return [];
  const place = ['kind', 'namespace', 'name'].flatMap((key) => text(resource, key) ?? []);
  return [`${place.join('/')}: ${faults.join(' ').trim()}`];
}
