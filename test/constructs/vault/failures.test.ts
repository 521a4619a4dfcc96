import type { VaultProps } from '../../../constructs/vault/props';
import { Vault } from '../../../constructs/vault/vault';
import { faultsOf } from '../rendered';
import { minimal } from './fixtures';

const PATH = 'production-model-serving/Vault';

test.each<readonly [string, object, string]>([
  ['an even number of nodes', { replicas: 2 }, '`replicas` must be 1, 3, 5 or 7 nodes, got 2'],
  ['more nodes than help', { replicas: 9 }, '`replicas` must be 1, 3, 5 or 7 nodes, got 9'],
  [
    'one key as both',
    { seal: { current: 'key', previous: 'key' } },
    "`seal.previous` must not be `current`, got 'key' for both; leave it out or write the key before it",
  ],
  [
    'an image by its tag',
    { image: 'openbao:2.7.1' },
    "`image` must be an image pinned by digest, got 'openbao:2.7.1'; use 'models/iris@sha256:…'",
  ],
  [
    'an endpoint with a path',
    {
      snapshots: {
        ...minimal.snapshots,
        store: { ...minimal.snapshots.store, endpoint: 'https://s3.example.com/backups' },
      },
    },
    "`snapshots.store.endpoint` must be an HTTP URL without a path, got 'https://s3.example.com/backups'; use 'https://s3.example.com'",
  ],
  [
    'copies that are kept no day',
    { snapshots: { ...minimal.snapshots, keepDays: 0 } },
    '`snapshots.keepDays` must be a whole number of days from 1 to 3650, got 0',
  ],
])('a vault does not take %s', (_, change, fault) => {
  const props: VaultProps = { ...minimal, ...change };
  expect(faultsOf((chart) => new Vault(chart, 'Vault', props))).toEqual([`${PATH}: ${fault}`]);
});

test('what must not compile', () => {
  // @ts-expect-error two nodes survive no more than one
  const even: VaultProps = { ...minimal, replicas: 2 };
  // @ts-expect-error an image is a digest
  const tagged: VaultProps = { ...minimal, image: 'openbao:2.7.1' };
  expect([even, tagged]).toHaveLength(2);
});
