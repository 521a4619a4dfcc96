import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../synth/manifest';
import { isOurs } from '../../synth/scan';
import { MARK, textOf } from '../../synth/text';

/** Strings that some reader of YAML takes for something else, or for syntax. */
const TRAPS = [
  ...[
    'n',
    'y',
    'N',
    'no',
    'yes',
    'on',
    'OFF',
    'true',
    'null',
    '~',
    '',
    ' ',
    '=',
    '<<',
    '*',
    '&a',
    '!',
    '!!str',
    '?',
  ],
  ...[
    '-',
    '- a',
    'a: b',
    'a #b',
    '#',
    '---',
    '...',
    '--- a',
    '%',
    '@',
    '`',
    '{',
    '[',
    '{{ .x }}',
    '|',
    '>',
    '"',
    "'",
  ],
  ...[
    '0',
    '010',
    '0o7',
    '0x1F',
    '0b1',
    '1_000',
    '1e3',
    '1E3',
    '.5',
    '1.',
    '-1',
    '+1',
    '.inf',
    '-.INF',
    '.nan',
    '1e+3',
  ],
  ...[
    '12:30:45',
    '190:20:30',
    '2001-01-01',
    '2001-12-14t21:59:43.10-05:00',
    '1.2.3',
    '0.1.0',
    '100m',
    '1Gi',
    '5e',
  ],
  ...[
    'a\nb',
    'a\n',
    '\na',
    'a\n\n',
    '\n',
    '\n\n',
    ' a\nb',
    'a \nb ',
    '\ta',
    'a\t',
    'a\r\nb',
    '\r',
    'a\u0085b',
  ],
  ...[
    '\u2028',
    '\ufeff',
    '\u00a0',
    '\u0000',
    '\u001b',
    '\u007f',
    '\ud83d\ude00',
    'é',
    `${'long '.repeat(40)}end`,
  ],
];
const string = fc.oneof(
  fc.constantFrom(...TRAPS),
  fc.tuple(fc.constantFrom(...TRAPS), fc.constantFrom(...TRAPS)).map(([left, right]) => left + right),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
/** What the API server takes for keys of labels and annotations and of the data of a ConfigMap; YAML has more. */
const key = fc.oneof(
  fc.constantFrom(
    'y',
    'n',
    'on',
    'true',
    'null',
    '1',
    '0x1F',
    '1e3',
    '010',
    '.5',
    'a/b',
    'a.b',
    '-',
    '_',
    'a b',
    'é',
  ),
  fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'Z', '0', '.', '-', '_', '/') }),
);
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -9999, max: 9999 }).map((n) => n / 100),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    string,
    number.map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));

const kubernetesObject: fc.Arbitrary<KubernetesObject> = fc.record({
  apiVersion: fc.constantFrom('v1', 'apps/v1'),
  kind: fc.constantFrom('ConfigMap', 'Deployment'),
  metadata: fc.record({
    name: fc.constantFrom('a', '1', 'on', '1e3', 'null'),
    annotations: fc.dictionary(key, string),
  }),
  spec: value,
});
const objects = fc.array(kubernetesObject, { minLength: 1, maxLength: 4 });

test.each([
  ['1.2', 'core'],
  ['1.1', 'yaml-1.1'],
] as const)('a reader of YAML %s finds the objects that were written', (version, schema) => {
  fc.assert(
    fc.property(objects, (objects) => {
      const documents = parseAllDocuments(textOf(objects), { version, schema });
      expect([...documents].map((document) => document.toJS())).toEqual(objects);
    }),
    { numRuns: 1000 },
  );
});

/**
 * Prints as JSON what PyYAML, a reader of YAML 1.1, finds in texts, by its own code and by libyaml, of which the
 * reader in kubectl and Argo CD is a translation.
 */
const READER = `
import json, sys, yaml
texts = json.load(sys.stdin)
loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
print(json.dumps([[list(yaml.load_all(text, loader)) for text in texts] for loader in loaders]))
`;
const python = (program: string, input = '') =>
  spawnSync('python3', ['-c', program], { input, encoding: 'utf8' });
const withPyYaml = python('import yaml').status === 0 ? test : test.skip;

withPyYaml('PyYAML and libyaml find the objects that were written', () => {
  const samples = fc.sample(objects, 500);
  const { stdout, stderr } = python(READER, JSON.stringify(samples.map(textOf)));
  expect(stderr).toBe('');
  const found: readonly (readonly unknown[])[] = JSON.parse(stdout);
  expect(found.length).toBeGreaterThan(0);
  for (const byLoader of found) expect(byLoader).toEqual(samples);
});

test('a text begins with the mark, ends with a line end, and is the same each time', () => {
  fc.assert(
    fc.property(objects, (objects) => {
      const text = textOf(objects);
      expect(text.split('\n')[0]).toBe(MARK);
      expect(isOurs(Buffer.from(text))).toBe(true);
      expect(text.endsWith('\n')).toBe(true);
      expect(textOf(structuredClone(objects))).toBe(text);
    }),
  );
});

test('an object that stands twice is written twice, without an alias', () => {
  const shared = { app: 'iris' };
  const text = textOf([
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'iris', labels: shared },
      spec: { selector: shared },
    },
  ]);
  expect(text).toBe(
    `${MARK}
apiVersion: v1
kind: Service
metadata:
  name: iris
  labels:
    app: iris
spec:
  selector:
    app: iris
`,
  );
});

test.each([
  ['# Rendered by `npm run synth`; do not edit.', true],
  [`${MARK}\r\nkind: Service`, true],
  [`${MARK} Or do.\n`, false],
  [`\n${MARK}\n`, false],
  ['# Rendered by', false],
  ['', false],
])('%j is ours: %s', (text, ours) => {
  expect(isOurs(Buffer.from(text))).toBe(ours);
});
