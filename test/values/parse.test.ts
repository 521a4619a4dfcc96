import { inspect } from 'node:util';
import fc from 'fast-check';
import { z } from 'zod';
import { FaultsError } from '../../values/fault';
import { parse, resolve } from '../../values/parse';
import { listOf, must, record, show, whole } from '../../values/schema';

const shape = record({
  replicas: whole(1, 3, 'replicas'),
  mode: z.enum(['fast', 'slow']),
  only: z.literal('this').prefault('this'),
  public: z.boolean({ error: must('true or false') }).default(false),
  scaling: z
    .discriminatedUnion('kind', [record({ kind: z.literal('fixed') }), record({ kind: z.literal('hpa') })])
    .prefault({ kind: 'fixed' }),
  modelServing: record({ models: listOf(record({ name: z.string(), size: whole(1, 9) })) }).optional(),
  patches: listOf(record({ name: z.string(), reason: z.string() })).prefault([]),
});

const good = { replicas: 1, mode: 'fast' };

function messagesOf(input: unknown): readonly string[] {
  const parsed = parse(shape, input, 'here');
  return 'faults' in parsed ? parsed.faults.map(({ path, message }) => `${path}: ${message}`) : [];
}

test('a value is understood with its defaults, and frozen', () => {
  const parsed = parse(shape, good, 'here');
  expect(parsed).toEqual({
    value: { ...good, only: 'this', public: false, scaling: { kind: 'fixed' }, patches: [] },
  });
  expect('value' in parsed && Object.isFrozen(parsed.value)).toBe(true);
});

test.each<[string, unknown, string]>([
  ['no value', undefined, 'here: must be set to an object'],
  ['null', null, 'here: must be an object, got null'],
  ['a list', [], 'here: must be an object, got []'],
  ['a text', 'x', "here: must be an object, got 'x'"],
  ['an unknown key', { ...good, colour: 1 }, 'here: must not have `colour`; remove it or correct its name'],
  [
    'two unknown keys',
    { ...good, a: 1, b: 2 },
    'here: must not have `a`, `b`; remove it or correct its name',
  ],
  [
    'a prototype',
    JSON.parse('{ "replicas": 1, "mode": "fast", "__proto__": {} }'),
    'here: must not have `__proto__`; remove it or correct its name',
  ],
  ['no number', { mode: 'fast' }, 'here: `replicas` must be set to a whole number of replicas from 1 to 3'],
  [
    'a small number',
    { ...good, replicas: 0 },
    'here: `replicas` must be a whole number of replicas from 1 to 3, got 0',
  ],
  [
    'a large number',
    { ...good, replicas: 4 },
    'here: `replicas` must be a whole number of replicas from 1 to 3, got 4',
  ],
  [
    'half a number',
    { ...good, replicas: 1.5 },
    'here: `replicas` must be a whole number of replicas from 1 to 3, got 1.5',
  ],
  [
    'no number at all',
    { ...good, replicas: Number.NaN },
    'here: `replicas` must be a whole number of replicas from 1 to 3, got NaN',
  ],
  [
    'a bigint',
    { ...good, replicas: 1n },
    'here: `replicas` must be a whole number of replicas from 1 to 3, got 1n',
  ],
  ['a wrong boolean', { ...good, public: 'yes' }, "here: `public` must be true or false, got 'yes'"],
  ['no choice', { replicas: 1 }, "here: `mode` must be set to one of 'fast', 'slow'"],
  ['a wrong choice', { ...good, mode: 'x' }, "here: `mode` must be one of 'fast', 'slow', got 'x'"],
  ['a wrong constant', { ...good, only: 'that' }, "here: `only` must be 'this', got 'that'"],
  ['no kind', { ...good, scaling: {} }, "here: `scaling.kind` must be set to one of 'fixed', 'hpa'"],
  [
    'a wrong kind',
    { ...good, scaling: { kind: 'x' } },
    "here: `scaling.kind` must be one of 'fixed', 'hpa', got 'x'",
  ],
  ['a kind alone', { ...good, scaling: 'hpa' }, "here: `scaling` must be an object, got 'hpa'"],
  ['no list', { ...good, patches: {} }, 'here: `patches` must be a list, got {}'],
  [
    'a named thing',
    {
      ...good,
      modelServing: {
        models: [
          { name: 'iris', size: 1 },
          { name: 'digits', size: 0 },
        ],
      },
    },
    'here/model-serving/digits: `size` must be a whole number from 1 to 9, got 0',
  ],
  [
    'a named thing of the first list',
    { ...good, patches: [{ name: 'x' }] },
    'here/patches/x: `reason` must be set to a text',
  ],
  [
    'a thing without a name',
    { ...good, modelServing: { models: [{ size: 1 }] } },
    'here: `modelServing.models.0.name` must be set to a text',
  ],
  [
    'a thing whose name is no name',
    { ...good, modelServing: { models: [{ name: 'a\nb: must', size: 0 }] } },
    'here: `modelServing.models.0.size` must be a whole number from 1 to 9, got 0',
  ],
])('%s is told as a sentence', (_, input, message) => {
  expect(messagesOf(input)).toEqual([message]);
});

test('every fault is told at once, and thrown as one error', () => {
  const input = { replicas: 0, mode: 'x', colour: 1 };
  expect(messagesOf(input)).toHaveLength(3);
  expect(() => resolve(shape, input, 'here')).toThrow(FaultsError);
  expect(() => resolve(shape, input, 'here')).toThrow(messagesOf(input).join('\n'));
});

test('whatever is written gives a value or faults, each a sentence on one line', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }),
      (any) => {
        for (const input of [
          any,
          { ...good, scaling: any, patches: any },
          { ...good, modelServing: { models: [any] } },
        ]) {
          for (const message of messagesOf(input)) expect(message).toMatch(/^here.*: .*must (not )?\w.*$/);
        }
      },
    ),
  );
});

test('a value is shown on one line of at most 80 characters', () => {
  const circle: Record<string, unknown> = {};
  circle['itself'] = circle;
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.string({ maxLength: 1000, minLength: 100 }), fc.constant(circle)),
      (value) => {
        expect(show(value)).not.toMatch(/\n/);
        expect(show(value).length).toBeLessThanOrEqual(80);
      },
    ),
  );
  expect(show({ [inspect.custom]: () => '\n'.repeat(99) })).toMatch(/^\{ \[Symbol/);
  expect([show('iris'), show("it's"), show(3), show(null), show({ a: [1] })]).toEqual([
    "'iris'",
    `"it's"`,
    '3',
    'null',
    '{ a: [ 1 ] }',
  ]);
});
