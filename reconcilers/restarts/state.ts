import { z } from 'zod';
import { dnsLabel, listOf, record, text } from '../../values/schema';

const name = text(
  (value) => /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(value),
  'the name of an object',
  "'iris'",
);

/** Workloads of one namespace whose programs read their Secrets at their start alone. */
export const restartsState = record({
  /** Namespace of the workloads and of their Secrets. */
  namespace: dnsLabel(),
  /** The workloads, each with the Secrets whose change restarts it. */
  workloads: listOf(
    record({
      /** Kind of the workload. */
      kind: z.enum(['Deployment', 'StatefulSet']),
      /** Name of the workload. */
      name,
      /** Names of the Secrets. */
      secrets: listOf(name).refine((value) => value.length > 0, { error: 'must name at least one Secret' }),
    }),
  ),
});

export type RestartsState = z.output<typeof restartsState>;
