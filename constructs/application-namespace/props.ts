import type { z } from 'zod';
import { bytes, cpu, record, whole } from '../../values/schema';

/**
 * What all pods of a namespace may take together, at their most and during an update.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const quota = record({
  /** Pods at a time. */
  pods: whole(1, 10_000, 'pods'),
  /** Sum of the CPU requests. */
  requestsCpu: cpu,
  /** Sum of the memory requests. */
  requestsMemory: bytes,
  /** Sum of the memory limits. */
  limitsMemory: bytes,
  /**
   * Sum of the volume claims.
   * @default - no claims
   */
  requestsStorage: bytes.optional(),
});

export type QuotaProps = z.input<typeof quota>;
export type Quota = z.output<typeof quota>;

/**
 * Levels of the Pod Security Standards, from nothing forbidden to what a program that needs nothing of its node may do.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';
