import { inventory } from '../../../environments/inventory';
import { resolveInventory } from '../../../environments/resolve';
import { type Cidr, contains } from '../../../values/cidr';
import { planOf } from './plan';

const [literal] = resolveInventory(inventory);
if (literal === undefined) throw new Error('there must be a cluster');
const plan = planOf(literal);

test('workers are those of the literal, in their order', () => {
  const workers = literal.nodes.filter(({ role }) => role === 'worker');
  expect(plan.workers.map(({ name, address, zone }) => ({ name, address, host: zone }))).toEqual(
    workers.map(({ name, address, host }) => ({ name, address, host })),
  );
});

test('each worker has addresses for pods of its own, inside the network of all pods', () => {
  const ranges = plan.workers.map(({ podCidr }) => podCidr);
  expect(new Set(ranges).size).toBe(plan.workers.length);
  for (const range of ranges) {
    expect(contains(literal.network.podCidr as Cidr, range.split('/')[0] ?? '')).toBe(true);
  }
});

test('the balancers are those of the literal', () => {
  expect(plan.balancers).toEqual(literal.balancers.map(({ address }) => address));
});

test('a cluster without a control plane is refused', () => {
  const nodes = literal.nodes.filter(({ role }) => role === 'worker');
  expect(() => planOf({ ...literal, nodes })).toThrow('proxmox: must have a control-plane node');
});
