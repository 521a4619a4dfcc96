import { claimsOutliveTheirApplication } from '../../../checks/laws/claims-outlive-their-application';
import { edgesAreOpenOnBothSides } from '../../../checks/laws/edges-are-open-on-both-sides';
import { openedPortsAreListenedOn } from '../../../checks/laws/opened-ports-are-listened-on';
import { quotasHoldTheirWorkloads } from '../../../checks/laws/quotas-hold-their-workloads';
import { selectorsMatchTheirPods } from '../../../checks/laws/selectors-match-their-pods';
import { storageClassesExist } from '../../../checks/laws/storage-classes-exist';
import { judge } from '../judge';
import { deployment, namespace, object } from '../objects';
import { spoilt } from '../spoil';

const SPACE = 'production-keycloak';
const sidecar = { resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } } };
const store = object(
  'barmancloud.cnpg.io/v1',
  'ObjectStore',
  'database',
  { spec: { instanceSidecarConfiguration: sidecar } },
  SPACE,
);

const cluster = (annotations: Readonly<Record<string, string>> = {}, storageClass = 'fast') => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Cluster',
  metadata: { name: 'database', namespace: SPACE, annotations },
  spec: {
    instances: 3,
    storage: { size: '10Gi', storageClass },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    plugins: [{ name: 'barman', parameters: { barmanObjectName: 'database' } }],
  },
});

const policy = (
  port: number,
  labels: Readonly<Record<string, string>> = { 'cnpg.io/cluster': 'database' },
) => {
  const client = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'app' } } };
  const ports = [{ protocol: 'TCP', port }];
  return object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'database-from-app',
    {
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress'],
        ingress: [{ from: [client], ports }],
      },
    },
    SPACE,
  );
};
const app = deployment('app', {}, {}, SPACE);
const world = (...objects: readonly unknown[]) => [namespace(SPACE), app, cluster(), store, ...objects];

test('a policy finds the pods of a database by the labels that the operator sets', () => {
  expect(judge(selectorsMatchTheirPods, world(policy(5432)))).toEqual([]);
  expect(judge(edgesAreOpenOnBothSides, world(policy(5432)))).toEqual([]);
  expect(judge(selectorsMatchTheirPods, world(policy(5432, { 'cnpg.io/cluster': 'other' })))).toEqual([
    expect.stringContaining("got 'cnpg.io/cluster=other'"),
  ]);
});

test('it opens a port on which an instance listens', () => {
  for (const port of [5432, 8000, 9187])
    expect(judge(openedPortsAreListenedOn, world(policy(port)))).toEqual([]);
  expect(judge(openedPortsAreListenedOn, world(policy(5433)))).toEqual([
    expect.stringContaining('got TCP 5433; their ports are [5432,8000,9187]'),
  ]);
});

test.each([
  ['pods', '4', '5', '4'],
  ['requests.cpu', '600m', '700m', '600m'],
  ['requests.memory', '1536Mi', '2Gi', '1536Mi'],
  ['requests.storage', '30Gi', '31Gi', '30Gi'],
  ['limits.memory', '3Gi', '4Gi', '3Gi'],
])(
  'a quota of %s counts three instances, their sidecars and the job that makes one',
  (resource, needed, _, text) => {
    const quota = (hard: string) =>
      object('v1', 'ResourceQuota', 'quota', { spec: { hard: { [resource]: hard } } }, SPACE);
    const objects = [namespace(SPACE), cluster(), store];
    expect(judge(quotasHoldTheirWorkloads, [...objects, quota(needed)])).toEqual([]);
    const tooLittle = needed.replace(/^\d+/, (number) => String(Number(number) - 1));
    expect(judge(quotasHoldTheirWorkloads, [...objects, quota(tooLittle)])).toEqual([
      expect.stringContaining(`must hold all that the namespace needs at its most, ${text}`),
    ]);
  },
);

test('a database that a sync could prune takes its data along, and fails', () => {
  const kept = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
  expect(judge(claimsOutliveTheirApplication, [cluster(kept)])).toEqual([]);
  expect(judge(claimsOutliveTheirApplication, [cluster()])).toEqual([
    expect.stringContaining('must hold Prune=false and Delete=false'),
  ]);
});

test('a database names a StorageClass of the cluster', () => {
  expect(judge(storageClassesExist, [cluster()], { storageClasses: ['fast'] })).toEqual([]);
  expect(judge(storageClassesExist, [cluster({}, 'slow')], { storageClasses: ['fast'] })).toEqual([
    expect.stringContaining("got 'slow'"),
  ]);
});

test('anything at all can be judged', () => {
  for (const objects of spoilt([cluster(), store]))
    expect(judge(quotasHoldTheirWorkloads, [namespace(SPACE), ...objects])).toBeInstanceOf(Array);
});
