import { z } from 'zod';
import { dnsLabel, listOf, must, record, text } from '../values/schema';

const pointer = text(
  (value) => /^(\/([^~/]|~[01])+)+$/.test(value),
  'a JSON pointer to a field',
  "'/spec/template/spec/hostAliases'",
);

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What `z.json()` takes, with a sentence for what it does not. */
const value: z.ZodType<Json, Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)], {
    error: must('a JSON value'),
  }),
);

const add = record({
  /** Sets a field that is not there, or inserts an item before the one at the path; `-` is the end of a list. */
  op: z.literal('add'),
  /** JSON pointer to the field; what holds it must exist. */
  path: pointer,
  /** What stands there then. */
  value,
});

const replace = record({
  /** Sets a field that is there. */
  op: z.literal('replace'),
  /** JSON pointer to the field; it must exist. */
  path: pointer,
  /** What stands there then. */
  value,
});

const remove = record({
  /** Removes a field or an item. */
  op: z.literal('remove'),
  /** JSON pointer to the field; it must exist. */
  path: pointer,
});

const operation = z.discriminatedUnion('op', [add, replace, remove]);

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
    /** `metadata.name` */
    name: text((value) => value !== '', 'the name of an object'),
    /**
     * `metadata.namespace`
     * @default - any: there is one object of that kind and name in the application
     */
    namespace: dnsLabel().optional(),
  }),
  /** What is done, in order. */
  operations: listOf(operation).refine((value) => value.length > 0, {
    error: 'must have at least one operation',
  }),
});

export type Patch = z.output<typeof patch>;
