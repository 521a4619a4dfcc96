import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../control-plane/client';
import { inParallel } from '../control-plane/pool';
import { discover, type Resource, typeKey } from '../control-plane/resources';
import { withoutAccepted } from './accepted-warnings';
import { apply, faultsOf, read } from './apply';
import { changesBetween } from './difference';
import type { DistObject } from './documents';
import { podOf, tryPod } from './pods';
import { giveStatus, makeDefaultServiceAccount, makeNamespace, namespacesNotRendered } from './surroundings';

/** Requests under way at once. */
const LIMIT = 8;

/**
 * Milliseconds between the first apply and what follows. `managedFields` carries whole seconds, so an earlier
 * second apply could hide a changed time; and the admission plugins must have seen quotas and priority classes.
 */
const SETTLE = 1_100;

/** What is applied before what: definitions, namespaces, other cluster-wide objects, the rest. */
const PHASES: readonly ((document: DistObject) => boolean)[] = [
  ({ object }) => object.kind === 'CustomResourceDefinition',
  ({ object }) => object.kind === 'Namespace',
  ({ object }) => object.metadata.namespace === undefined,
  () => true,
];

/** An object on its way through the proof. */
interface Trial {
  readonly document: DistObject;
  readonly faults: string[];
  /** What the API server serves it as, and what it made of it; undefined when it was refused. */
  admitted?: { readonly resource: Resource; readonly live: unknown };
}

/**
 * Applies every object, tries the Pod of every workload, and applies every object again.
 *
 * @returns what is wrong with each object, by its title. An empty list is an object that was admitted without a
 * warning, twice, the second time without any change.
 */
export async function prove(
  client: ApiClient,
  documents: readonly DistObject[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const trials = documents.map((document): Trial => ({ document, faults: [] }));
  const made = await makeNamespaces(client, documents);
  for (const [phase] of PHASES.entries()) {
    await firstApply(
      client,
      trials.filter(({ document }) => PHASES.findIndex((matches) => matches(document)) === phase),
    );
  }
  await finishNamespaces(client, trials, made);
  await inParallel(LIMIT, trials, (trial) => writeStatus(client, trial));
  await sleep(SETTLE);
  await inParallel(LIMIT, trials, (trial) => podApply(client, trial));
  await inParallel(LIMIT, trials, (trial) => secondApply(client, trial));
  return new Map(
    trials.map(({ document, faults }) => [document.title, withoutAccepted(document.object, faults)]),
  );
}

async function makeNamespaces(
  client: ApiClient,
  documents: readonly DistObject[],
): Promise<readonly string[]> {
  const names = namespacesNotRendered(documents.map(({ object }) => object));
  process.stdout.write(
    `namespaces that are not rendered, made for this proof: ${names.join(', ') || 'none'}\n`,
  );
  await inParallel(LIMIT, names, (name) => makeNamespace(client, name));
  return names;
}

async function firstApply(client: ApiClient, trials: readonly Trial[]): Promise<void> {
  const resources = await discover(
    client,
    trials.map(({ document }) => document.object),
  );
  await inParallel(LIMIT, trials, async (trial) => {
    const { object, yaml } = trial.document;
    const resource = resources.get(typeKey(object));
    const misplaced = placementFault(resource, object.metadata.namespace);
    if (resource === undefined || misplaced !== undefined) {
      trial.faults.push(misplaced ?? notServed(typeKey(object)));
      return;
    }
    const answer = await apply(client, resource, object, yaml);
    trial.faults.push(...faultsOf('apply', answer));
    if (answer.status < 300) trial.admitted = { resource, live: answer.body };
  });
}

/** What the controller manager does for every namespace. */
async function finishNamespaces(
  client: ApiClient,
  trials: readonly Trial[],
  made: readonly string[],
): Promise<void> {
  const rendered = trials.filter(
    ({ document, admitted }) => document.object.kind === 'Namespace' && admitted !== undefined,
  );
  const names = [...made, ...rendered.map(({ document }) => document.object.metadata.name)];
  await inParallel(LIMIT, names, (name) => makeDefaultServiceAccount(client, name));
}

async function writeStatus(client: ApiClient, { document, admitted, faults }: Trial): Promise<void> {
  if (admitted === undefined) return;
  const answer = await giveStatus(client, admitted.resource, document.object, admitted.live);
  if (answer !== undefined) faults.push(...faultsOf('status', answer));
}

async function podApply(client: ApiClient, { document, admitted, faults }: Trial): Promise<void> {
  const pod = podOf(admitted?.live);
  if (pod === undefined) return;
  faults.push(...faultsOf('pod', await tryPod(client, document.object.metadata.namespace ?? 'default', pod)));
}

async function secondApply(client: ApiClient, { document, admitted, faults }: Trial): Promise<void> {
  if (admitted === undefined) return;
  const before = await read(client, admitted.resource, document.object);
  const after = await apply(client, admitted.resource, document.object, document.yaml);
  faults.push(...faultsOf('second apply', after), ...changesBetween(before.body, after.body));
}

/** Argo CD puts an object without a namespace into the Application's own; a file must say by itself where it goes. */
function placementFault(resource: Resource | undefined, namespace: string | undefined): string | undefined {
  if (resource === undefined || resource.namespaced === (namespace !== undefined)) return undefined;
  return resource.namespaced
    ? 'metadata.namespace must be set: the kind lives in namespaces'
    : `metadata.namespace must not be set: the kind is cluster-wide, got '${namespace}'`;
}

function notServed(type: string): string {
  return `${type} must be a type that the API server serves; add its definition to test/control-plane/crd-sources.ts`;
}
