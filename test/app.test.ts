import fc from 'fast-check';
import { synthesize } from '../app';
import { inventory } from '../environments/inventory';
import type { Inventory } from '../environments/resolve';
import { FaultsError } from '../values/fault';
import { changed } from './environments/change';
import { withSecondCluster, withStagingMoved } from './environments/second-cluster';
import { distOf } from './synth/project';

function filesOf(of: Inventory): Readonly<Record<string, string>> {
  return Object.fromEntries(synthesize(of).files);
}

function treesOf(files: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))].sort();
}

/** The files of some trees, or those that mention a text. */
function below(files: Readonly<Record<string, string>>, ...trees: readonly string[]) {
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => trees.includes(path.split('/')[0] ?? '')),
  );
}

test('dist/ is what is rendered', () => {
  expect(distOf(`${__dirname}/..`)).toEqual(filesOf(inventory));
});

test('two syntheses give the same bytes', () => {
  const [one, other] = [synthesize(inventory), synthesize(structuredClone(inventory))];
  expect([...one.files]).toEqual([...other.files]);
  expect(one.warnings).toEqual(other.warnings);
});

test('the order of clusters, environments, models and jobs changes no file', () => {
  const files = filesOf(withStagingMoved);
  fc.assert(
    fc.property(fc.infiniteStream(fc.boolean()), (coins) => {
      const turned = <Item>(items: readonly Item[]) => (coins.next().value ? [...items].reverse() : items);
      const { clusters, environments } = withStagingMoved;
      const order: Inventory = {
        clusters: turned(clusters),
        environments: turned(
          environments.map((environment) => ({
            ...environment,
            ...(environment.modelServing && {
              modelServing: { ...environment.modelServing, models: turned(environment.modelServing.models) },
            }),
            ...(environment.batchJobs && {
              batchJobs: { ...environment.batchJobs, jobs: turned(environment.batchJobs.jobs) },
            }),
          })),
        ),
      };
      expect(filesOf(order)).toEqual(files);
    }),
    { numRuns: 12 },
  );
});

test('every object has the labels that say whose it is, and stands in the tree of its place', () => {
  for (const { tree, object } of synthesize(withStagingMoved).manifests) {
    expect(object.metadata.labels).toMatchObject({
      'app.kubernetes.io/part-of': tree,
      'app.kubernetes.io/managed-by': 'data-frost',
    });
  }
});

test('an environment moves with one key: its tree stays as it is but for the sign-in to Argo CD, and the clusters change hands', () => {
  const [before, after] = [filesOf(withSecondCluster), filesOf(withStagingMoved)];
  expect(treesOf(before)).toEqual(['development', 'production', 'proxmox', 'second', 'staging']);
  expect(treesOf(after)).toEqual(treesOf(before));
  expect(below(after, 'development', 'production')).toEqual(below(before, 'development', 'production'));
  // Alone on its cluster it is the one whose people sign in to Argo CD.
  const own = (files: Readonly<Record<string, string>>) =>
    Object.entries(below(files, 'staging')).filter(
      ([path]) => !/-reconcile|vault-sign-in|oidc-client-argo-cd/.test(path),
    );
  expect(own(after)).toEqual(own(before));

  const mentions = (files: Readonly<Record<string, string>>, cluster: string) =>
    Object.entries(below(files, cluster))
      .filter(([path, text]) => `${path}\n${text}`.includes('staging'))
      .map(([path]) => path.replaceAll(cluster, 'cluster'));
  expect(mentions(before, 'second')).toEqual([]);
  expect(mentions(after, 'proxmox')).toEqual([]);
  expect(mentions(before, 'proxmox')).not.toEqual([]);
  expect(mentions(after, 'second')).toEqual(expect.arrayContaining(mentions(before, 'proxmox')));
});

test('a cluster that hosts nothing renders what it needs itself', () => {
  expect(treesOf(filesOf({ ...inventory, environments: [] }))).toEqual(['proxmox']);
  expect(filesOf({ clusters: [], environments: [] })).toEqual({});
});

test('names of the greatest length are rendered and judged without a fault', () => {
  const longest = (letter: string, length: number) => letter.repeat(length);
  const [cluster, environment, model, job] = [
    longest('c', 30),
    longest('e', 30),
    longest('m', 54),
    longest('j', 52),
  ];
  const domain = `${longest('a', 63)}.${longest('b', 63)}.${longest('c', 63)}.${longest('d', 6)}`;
  const one: Inventory = {
    ...changed('proxmox.platformEnvironment', environment),
    environments: inventory.environments.filter(({ name }) => name === 'staging'),
  };
  const all = [
    ['staging.modelServing.models.iris.name', model],
    ['staging.batchJobs.jobs.iris-scoring.calls.0.model', model],
    ['staging.batchJobs.jobs.iris-scoring.name', job],
    ['staging.domain', domain],
    ['staging.cluster', cluster],
    ['staging.name', environment],
    ['proxmox.name', cluster],
  ].reduce((names, [path = '', name]) => changed(path, name, names), one);
  expect(domain).toHaveLength(198);
  expect(treesOf(filesOf(all))).toEqual([cluster, environment]);
});

test('a patch is applied, judged and shown by where it is', () => {
  const patch = (value: unknown) => [
    {
      name: 'settled',
      reason: 'the balancers need five seconds to find a new pod',
      target: { application: 'model-serving', kind: 'Deployment', name: 'iris' },
      operations: [{ op: 'add', path: '/spec/template/spec/hostNetwork', value }],
    },
  ];
  const path = 'staging/model-serving/staging-model-serving/deployment.apps_iris.yaml';
  const [before, after] = [filesOf(inventory), filesOf(changed('staging.patches', patch(false)))];
  const different = Object.keys(after).filter((file) => before[file] !== after[file]);
  expect(different).toEqual([path]);
  expect(after[path]).toMatch(/^ {6}hostNetwork: false$/m);
  expect(() => synthesize(changed('staging.patches', patch(true)))).toThrow(FaultsError);
});

test('faults of all clusters come in one error: patches that find nothing, and laws', () => {
  const patch = (name: string, kind: string, value: boolean) => [
    {
      name,
      reason: 'to see whether both are told',
      target: { application: 'model-serving', kind, name: 'iris' },
      operations: [{ op: 'add', path: '/spec/template/spec/hostNetwork', value }],
    },
  ];
  const lost = changed('production.patches', patch('lost', 'StatefulSet', false), withStagingMoved);
  const faulty = changed('staging.patches', patch('unlawful', 'Deployment', true), lost);
  const paths = (): readonly string[] => {
    try {
      synthesize(faulty);
      return [];
    } catch (error) {
      if (error instanceof FaultsError) return error.faults.map((fault) => fault.path);
      throw error;
    }
  };
  expect(paths()).toEqual(['production/patches/lost', 'staging/model-serving/Deployment/iris']);
});
