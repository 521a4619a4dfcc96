import { inventory } from '../../environments/inventory';
import { rules } from '../../environments/rules';
import { changed } from './change';
import { clusterFaults } from './faults/cluster-rules';
import { environmentFaults } from './faults/environment-rules';
import { inventoryFaults } from './faults/inventory-rules';
import { keycloakFaults } from './faults/keycloak-rules';
import { signInFaults } from './faults/sign-in-rules';
import { vaultFaults } from './faults/vault-rules';
import { faultsOf } from './faults-of';

const fixtures = {
  ...clusterFaults,
  ...environmentFaults,
  ...inventoryFaults,
  ...keycloakFaults,
  ...signInFaults,
  ...vaultFaults,
};

test('the real inventory has no fault', () => {
  expect(faultsOf(inventory)).toEqual([]);
});

test('every rule has an id of its own and a fixture named for its one fault', () => {
  expect(rules.map(({ id }) => id).sort()).toEqual(Object.keys(fixtures).sort());
});

test.each(Object.entries(fixtures))('%s', (_, { inventory: faulty, faults }) => {
  expect(faultsOf(faulty)).toEqual(faults);
});

test('the virtual address is nobody else’s', () => {
  expect(faultsOf(changed('proxmox.virtualIp', '10.20.0.21'))).toEqual([
    'proxmox: `virtualIp` must be its own, got 10.20.0.21, which worker-1 has; choose a free one',
  ]);
});

test.each(['default', 'http', 'system-node-critical'])('no environment can be called %s', (name) => {
  expect(faultsOf(changed('staging.name', name))).toEqual([
    expect.stringContaining(`${name}: \`name\` must not be '${name}', which is taken by `),
  ]);
});

test('no environment can be called as another one', () => {
  expect(faultsOf(changed('staging.name', 'development'))).toEqual([
    "development: `name` of this environment must be its own, got 'development', which another environment has; both would render into dist/development: rename one",
  ]);
});

test.each([1, 3, 5])('a control plane of %i nodes has a majority', (count) => {
  const machines = changed(
    'proxmox.nodes',
    (nodes: readonly { readonly role: string; readonly address: string }[]) => [
      ...nodes.filter(({ role }) => role === 'worker'),
      ...Array.from({ length: count }, (_, index) => ({
        ...nodes[0],
        name: `control-plane-${index}`,
        address: `10.20.0.${100 + index}`,
      })),
    ],
  );
  expect(faultsOf(machines)).toEqual([]);
});
