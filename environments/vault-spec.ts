import { z } from 'zod';
import { quota } from '../constructs/application-namespace/props';
import { snapshotShape, vaultShape } from '../constructs/vault/props';
import { dnsLabel, listOf, record } from '../values/schema';

/** Group of people, as the identity provider's claim names it. */
const group = dnsLabel(60);

/** What a group of people may do in the vault. */
const access = z.discriminatedUnion('role', [
  record({
    /** Enters and reads all secrets, takes snapshots, and sees how the vault is set up; changes nothing of that. */
    role: z.literal('operator'),
    /** Group of people. */
    group,
  }),
  record({
    /** Enters and reads the secrets of some applications. */
    role: z.literal('editor'),
    /** Group of people. */
    group,
    /** Applications whose secrets they are. */
    applications: listOf(z.enum(['keycloak', 'model-serving', 'batch-jobs'])).refine(
      (value) => value.length > 0,
      {
        error: 'must name an application; use the role `viewer` for people who edit none',
      },
    ),
  }),
  record({
    /** Sees which secrets there are, and none of their values. */
    role: z.literal('viewer'),
    /** Group of people. */
    group,
  }),
]);

/** The vault of an environment, as a person writes it. */
export const vault = record({
  ...vaultShape,
  /** What its pods may take together. */
  quota,
  /** Copies of all that it holds, taken on a schedule and kept outside of the cluster. */
  snapshots: record(snapshotShape),
  /**
   * What people may do who sign in, by their group; nobody else gets in.
   * @default - nobody signs in
   */
  access: listOf(access).prefault([]),
});

export type VaultValues = z.output<typeof vault>;
export type VaultAccess = VaultValues['access'][number];
