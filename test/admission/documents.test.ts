import { documentsIn } from './documents';

const serviceAccount = (name: string) => `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n`;

test('a file of several documents gives each with its own bytes and number', () => {
  const file = `# a comment\n${serviceAccount('a')}---\n# nothing\n---\n${serviceAccount('b')}`;
  const found = documentsIn('x/y.yaml', file);
  expect(found.map(({ title }) => title)).toEqual(['x/y.yaml', 'x/y.yaml#2']);
  expect(found.map(({ object }) => object.metadata.name)).toEqual(['a', 'b']);
  expect(found.map(({ yaml }) => yaml.match(/name: (.*)/g))).toEqual([['name: a'], ['name: b']]);
});

test.each([
  ['kind: A\n', 'x.yaml: must have apiVersion, kind and metadata.name'],
  ['- a\n', 'x.yaml: must have apiVersion, kind and metadata.name'],
  ['a: [\n', 'x.yaml: Flow sequence'],
])('%j is no object', (content, message) => {
  expect(() => documentsIn('x.yaml', content)).toThrow(message);
});
