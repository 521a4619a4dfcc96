import { z } from 'zod';
import { dnsLabel, listOf, record, text } from '../values/schema';

const pointer = text(
  (value) => /^(\/([^~/]|~[01])+)+$/.test(value),
  'a JSON pointer to a field',
  "'/spec/template/spec/hostAliases'",
);

const operation = z.discriminatedUnion('op', [
  record({ op: z.literal('add'), path: pointer, value: z.json() }),
  record({ op: z.literal('replace'), path: pointer, value: z.json() }),
  record({ op: z.literal('remove'), path: pointer }),
]);

/**
 * A change to one rendered object that no typed key can express yet. Laws judge the patched object.
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export const patch = record({
  /** What it is called in the summary of every synth. */
  name: dnsLabel(),
  /** Why the types are passed by, and until when. */
  reason: text((value) => value.trim().length >= 10, 'a reason of at least ten characters'),
  /** The object that is changed. */
  target: record({
    /** Folder below the environment's: `model-serving`. */
    application: dnsLabel(),
    /** `Deployment` */
    kind: text((value) => /^[A-Z][A-Za-z0-9]*$/.test(value), 'a kind', "'Deployment'"),
    name: text((value) => value !== '', 'the name of an object'),
  }),
  operations: listOf(operation).refine((value) => value.length > 0, {
    error: 'must have at least one operation',
  }),
});

export type Patch = z.output<typeof patch>;
