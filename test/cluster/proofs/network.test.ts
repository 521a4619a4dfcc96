import { mappings, text } from '../../../checks/readers/read';
import { applicationsIn, awaitSynced } from '../argo-cd/applications';
import { pauseSync, resumeSync } from '../argo-cd/processes';
import { clusterLiteral, clusterUnderTest, distObjects } from '../ground';
import { measured } from '../report/measurements';
import { actorsOf, shutNamespacesOf, titleOf } from './network/actors';
import { declaredBy } from './network/declared';
import { layOut, type NetworkGround, sourceTitlesOf } from './network/ground';
import { type Cell, faultsIn, isFault, settle, type Tried } from './network/matrix';
import { mutantsOf } from './network/mutants';
import { closeAll, openAll } from './network/open-all';
import { faultsWith, isSeen, roundsOf, watchedBy } from './network/rounds';

/**
 * The declared edges of the environments against the policies of dist/, tried between real pods. Whatever a namespace of
 * dist/ holds is shut but for them; DNS, and what the gateway needs, are the only other ways.
 */
const cluster = clusterUnderTest();
const shut = shutNamespacesOf(distObjects);
const declared = declaredBy(clusterLiteral, shut);
const isOpen = ({ source, place }: Cell) => declared.reasonFor(source, place) !== undefined;
const mutants = mutantsOf(clusterLiteral, shut);
let ground: NetworkGround;
let found: Promise<readonly Tried[]> | undefined;

/** Every connection with the policies as they are, tried once for all tests. */
function withPolicies(): Promise<readonly Tried[]> {
  found ??= settle(cluster, ground.cells, isOpen);
  return found;
}

beforeAll(async () => {
  await awaitSynced(cluster.client, applicationsIn(distObjects));
  ground = await layOut(cluster, clusterLiteral, distObjects);
});

afterAll(() => ground?.remove());

test('control: with a policy beside them that opens all, every connection gets through', async () => {
  await openAll(cluster, shut);
  const all = () => true;
  const tried = await settle(cluster, ground.cells, all).finally(() => closeAll(cluster));
  expect(faultsIn(tried, all)).toEqual([]);
  measured('connections without the policies', `${tried.length} of ${tried.length} get through`);
});

describe('what is declared is open and everything else is silent', () => {
  let tried: readonly Tried[];

  beforeAll(async () => {
    tried = await withPolicies();
  });

  test.each(sourceTitlesOf(clusterLiteral, distObjects))('from %s', (title) => {
    const row = tried.filter(({ source }) => source.title === title);
    expect(row).not.toEqual([]);
    expect(faultsIn(row, isOpen)).toEqual([]);
  });

  test('to everything in the cluster that can be named', () => {
    const places = new Set(tried.flatMap(({ place }) => (place.actor ? [titleOf(place.actor)] : [])));
    const actors = actorsOf(clusterLiteral, distObjects).map(titleOf);
    expect([...places].sort()).toEqual([...actors].sort());
    const open = tried.filter(isOpen).length;
    measured('connections', `${open} open, ${tried.length - open} silent`);
  });
});

describe('a side of what is declared, taken away, silences just that', () => {
  const faults = new Map<string, readonly string[]>(
    mutants.map(({ title }) => [title, ['nothing gets through that it could silence']]),
  );

  beforeAll(async () => {
    // What is wrong without a mutant is told above, once.
    const right = (await withPolicies()).filter((tried) => !isFault(tried, isOpen));
    const watched = watchedBy(mutants, right, declared);
    pauseSync(cluster.session);
    for (const round of roundsOf(mutants.filter((mutant) => isSeen(mutant, watched)))) {
      const wrong = await faultsWith(cluster, round, watched);
      for (const [{ title }, lines] of wrong) faults.set(title, lines);
    }
  });

  afterAll(async () => {
    resumeSync(cluster.session);
    await awaitSynced(cluster.client, applicationsIn(distObjects));
  });

  test.each(mutants.map(({ title }) => title))('%s', (title) => {
    expect(faults.get(title)).toEqual([]);
  });
});

test('kubelets reach the pods that they probe, under every policy', async () => {
  const { body } = await cluster.client.send({ path: '/api/v1/pods' });
  const pods = mappings(body, 'items').filter((pod) => {
    const isOurs = shut.includes(text(pod, 'metadata.namespace') ?? '');
    return (
      isOurs &&
      mappings(pod, 'spec.containers').some((container) => container['readinessProbe'] !== undefined)
    );
  });
  const states = pods.map((pod) => {
    const ready = mappings(pod, 'status.conditions').find(({ type }) => type === 'Ready');
    return `${text(pod, 'metadata.name')}: ${text(ready, 'status')}`;
  });
  expect(states).not.toEqual([]);
  expect(states.filter((state) => !state.endsWith(': True'))).toEqual([]);
});
