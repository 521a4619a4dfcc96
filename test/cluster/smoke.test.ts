import { mapping, mappings, text } from '../../checks/readers/read';
import { applicationsIn, awaitSynced, describeState } from './argo-cd/applications';
import { kubectl } from './cluster';
import { clusterLiteral, clusterUnderTest, distObjects } from './proofs/ground';

const cluster = clusterUnderTest();

test('the workers of the cluster literal are Ready, each with its address and its physical host', async () => {
  const { body } = await cluster.client.send({ path: '/api/v1/nodes' });
  const found = mappings(body, 'items').map((node) => ({
    name: text(node, 'metadata.name'),
    address: mappings(node, 'status.addresses').find(({ type }) => type === 'InternalIP')?.['address'],
    host: mapping(node, 'metadata.labels')['topology.kubernetes.io/zone'],
    ready: mappings(node, 'status.conditions').find(({ type }) => type === 'Ready')?.['status'],
  }));
  const workers = clusterLiteral.nodes.filter(({ role }) => role === 'worker');
  expect(found).toEqual(workers.map(({ name, address, host }) => ({ name, address, host, ready: 'True' })));
});

test('root.yaml alone brings every Application of dist/ to Synced, and no other', async () => {
  const names = applicationsIn(distObjects);
  const states = await awaitSynced(cluster.client, names);
  process.stdout.write(`${states.map(describeState).join('\n')}\n`);
  expect(states.map(({ name }) => name).sort()).toEqual([...names].sort());
});

const deployments = distObjects.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata);

test.each(deployments.map(({ namespace, name }) => [namespace, name]))(
  '%s/%s rolls out',
  async (namespace, name) => {
    const flags = [`--namespace=${namespace}`, '--timeout=120s'];
    await kubectl(cluster, ['rollout', 'status', `deployment/${name}`, ...flags]);
  },
);
