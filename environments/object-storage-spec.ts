import type { z } from 'zod';
import { objectStoreShape } from '../constructs/object-storage/props';
import { cidr, listOf, record } from '../values/schema';

/** Object storage of an environment: backups of its databases and snapshots of its vault. */
export const objectStorage = record({
  ...objectStoreShape,
  /** Networks in which the endpoint's addresses lie: a policy cannot name a host. */
  networks: listOf(cidr).refine((value) => value.length > 0, {
    error: 'must hold a network; without one nothing could reach the endpoint',
  }),
});

export type ObjectStorage = z.output<typeof objectStorage>;
