import { mapping, mappings, text } from '../../../checks/readers/read';
import { clusterLiteral, clusterUnderTest } from '../ground';

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
