import type { z } from 'zod';
import { amountOf } from '../../values/quantity';
import { bytes, cpu, listOf, record, text } from '../../values/schema';

const requests = record({
  /** CPU that the scheduler sets aside for each pod. */
  cpu,
  /** Memory that the scheduler sets aside for each pod. */
  memory: bytes,
  /**
   * Local disk for logs and empty volumes that the scheduler sets aside for each pod.
   * @default '256Mi'
   */
  ephemeralStorage: bytes.default('256Mi'),
});

const limits = record({
  /** Memory above which the kernel ends the container. */
  memory: bytes,
  /**
   * CPU above which the container is throttled.
   * @default - no limit: an idle neighbour's CPU may be used
   */
  cpu: cpu.optional(),
  /**
   * Local disk above which the pod is evicted.
   * @default '1Gi'
   */
  ephemeralStorage: bytes.default('1Gi'),
});

/**
 * Compute resources of one container.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#resources
 */
export const resources = record({
  /** What the scheduler sets aside for each pod. */
  requests,
  /** What no pod may exceed. */
  limits,
}).superRefine((value, context) => {
  for (const name of ['memory', 'cpu', 'ephemeralStorage'] as const) {
    const request = value.requests[name];
    const limit = value.limits[name];
    if ((amountOf(request) ?? 0) <= (amountOf(limit) ?? Number.POSITIVE_INFINITY)) continue;
    context.addIssue({
      code: 'custom',
      path: ['limits', name],
      message: `must be at least the request of ${request}, got ${limit}; raise the limit or lower the request`,
    });
  }
});

export type ResourcesProps = z.input<typeof resources>;
export type Resources = z.output<typeof resources>;

/** Name of a Secret. */
export const secretName = text(
  (value) => value.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(value),
  'the name of a Secret',
  "'broker'",
);

/** Key within a Secret. */
export const secretKey = text((value) => /^[-._a-zA-Z0-9]{1,253}$/.test(value), 'a key of a Secret', "'uri'");

/**
 * A key of a Secret. The value itself never stands in code: a plain string does not compile where a secret is due.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/secret-key-selector/
 */
export const secretRef = record({
  /** Name of the Secret, in the namespace of whoever reads it. */
  secret: secretName,
  /** Key within the Secret. */
  key: secretKey,
});

export type SecretRef = z.output<typeof secretRef>;

/** Variables that the images themselves read, or that a shell does. */
const TAKEN = /^(HOME|PATH|PORT|BENTOML_.*)$/;

/** Name of the environment variable that holds the URL of another service. */
export const urlVariable = text(
  (value) => /^[A-Z][A-Z0-9_]*$/.test(value) && !TAKEN.test(value),
  'an environment variable name other than HOME, PATH, PORT and BENTOML_…',
  "'MODEL_URL'",
);

/** Refuses two items for one environment variable. */
export function variablesAreUsedOnce(
  items: readonly { readonly variable: string }[],
  context: z.core.$RefinementCtx,
): void {
  const variables = items.map(({ variable }) => variable);
  for (const [index, variable] of variables.entries()) {
    if (variables.indexOf(variable) === index) continue;
    const message = `must be used once, got '${variable}' twice; rename one`;
    context.addIssue({ code: 'custom', path: [index, 'variable'], message });
  }
}

/** URLs of other services, by the environment variable that holds each. */
export const urls = listOf(
  record({
    /** Name of the environment variable. */
    variable: urlVariable,
    /** Where the service listens. */
    url: text((value) => /^https?:\/\/[\w.:/-]+$/.test(value), 'an HTTP URL', "'http://iris:3000'"),
  }),
).superRefine(variablesAreUsedOnce);
