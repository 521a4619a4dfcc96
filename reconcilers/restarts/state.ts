import { z } from 'zod';
import { dnsLabel, listOf, record, text } from '../../values/schema';

const name = text(
  (value) => /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(value),
  'the name of an object',
  "'iris'",
);

/** A workload whose program reads its Secrets at its start alone. */
export const restartedWorkload = record({
  /** Kind of the workload. */
  kind: z.enum(['Deployment', 'StatefulSet']),
  /** Name of the workload. */
  name,
  /** Names of the Secrets whose change restarts it. */
  secrets: listOf(name).refine((value) => value.length > 0, { error: 'must name at least one Secret' }),
});

export type RestartedWorkload = z.output<typeof restartedWorkload>;

/** Workloads of one namespace whose programs read their Secrets at their start alone. */
export const restartsState = record({
  /** Namespace of the workloads and of their Secrets. */
  namespace: dnsLabel(),
  /** The workloads, each with the Secrets whose change restarts it. */
  workloads: listOf(restartedWorkload),
});

export type RestartsState = z.output<typeof restartsState>;
