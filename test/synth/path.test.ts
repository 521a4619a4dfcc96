import fc from 'fast-check';
import { groupOf, type KubernetesObject, type Manifest } from '../../synth/manifest';
import { pathOf } from '../../synth/path';

/** Names that differ little, and names that file systems fold, refuse or take for something else. */
const name = fc.oneof(
  fc.constantFrom(
    'a',
    'a.b',
    'a-b',
    'a_b',
    'A',
    '%41',
    '%',
    'a:b',
    'a%3ab',
    '.',
    '..',
    'é',
    'e\u0301',
    '日',
    'con',
  ),
  fc.string({
    minLength: 1,
    maxLength: 4,
    unit: fc.constantFrom('a', 'B', 'b', '.', '-', '_', ':', '%', '4', '2'),
  }),
);
const label = fc.constantFrom('a', 'b', 'a-b', 'production', 'secret', 'apps');
const group = fc.constantFrom('', 'apps', 'a.b', 'b', 'gateway.networking.k8s.io');
const kind = fc.constantFrom('A', 'B', 'Secret', 'Service', 'Deployment', 'Gateway');

const manifest: fc.Arbitrary<Manifest> = fc
  .record({
    tree: label,
    application: label,
    namespace: fc.option(label, { nil: undefined }),
    group,
    version: fc.constantFrom('v1', 'v1beta1'),
    kind,
    name,
    rest: fc.dictionary(label, fc.jsonValue()),
  })
  .map(({ tree, application, namespace, group, version, kind, name, rest }) => ({
    tree,
    application,
    object: {
      ...rest,
      apiVersion: group === '' ? version : `${group}/${version}`,
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    },
  }));

function identityOf({ tree, application, object }: Manifest): string {
  const { namespace, name } = object.metadata;
  return JSON.stringify([tree, application, namespace, groupOf(object), object.kind, name]);
}

function object(apiVersion: string, kind: string, name: string, namespace?: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

test.each([
  [object('v1', 'Service', 'iris', 'production-models'), 'production-models/service_iris.yaml'],
  [
    object('apps/v1', 'Deployment', 'iris', 'production-models'),
    'production-models/deployment.apps_iris.yaml',
  ],
  [
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:Node'),
    'clusterrole.rbac.authorization.k8s.io_system%3a%4eode.yaml',
  ],
])('%j has its path', (object, path) => {
  expect(pathOf({ tree: 'production', application: 'models', object })).toBe(`production/models/${path}`);
});

test('two objects share a path only if they share their identity, whatever else is in them', () => {
  fc.assert(
    fc.property(fc.array(manifest, { minLength: 2, maxLength: 40 }), (manifests) => {
      const paths = new Map(manifests.map((manifest) => [identityOf(manifest), pathOf(manifest)]));
      expect(new Set(paths.values()).size).toBe(paths.size);
      for (const manifest of manifests) expect(pathOf(manifest)).toBe(paths.get(identityOf(manifest)));
    }),
    { numRuns: 500 },
  );
});

test('names of any characters share no path', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }), {
    minLength: 2,
    maxLength: 20,
  });
  const faces = fc.constant(['😀', '😁']);
  fc.assert(
    fc.property(fc.oneof(names, faces), (names) => {
      const paths = names.map((name) =>
        pathOf({ tree: 'production', application: 'models', object: object('v1', 'Secret', name, 'a') }),
      );
      expect(new Set(paths).size).toBe(names.length);
    }),
  );
});

test('no object renames the file of another, and every path can stand beside every other', () => {
  fc.assert(
    fc.property(fc.array(manifest, { minLength: 1, maxLength: 40 }), (manifests) => {
      const paths = manifests.map(pathOf);
      for (const path of paths) {
        // Neither a file system that folds case nor one that composes accents finds two names in one.
        expect(path).toMatch(/^[a-z0-9.%_/-]+$/);
        expect(path.split('/').filter((part) => ['', '.', '..'].includes(part))).toEqual([]);
        // No file is the folder of another.
        expect(paths.filter((other) => other.startsWith(`${path}/`))).toEqual([]);
      }
    }),
  );
});

test('a name that no file system takes is refused', () => {
  const longest = 255 - 'secret_.yaml'.length;
  const path = (length: number) => () =>
    pathOf({ tree: 'production', application: 'a', object: object('v1', 'Secret', 'a'.repeat(length)) });
  expect(path(longest)).not.toThrow();
  expect(path(longest + 1)).toThrow(
    `the file name of Secret '${'a'.repeat(longest + 1)}' must have at most 255 characters, got 256; shorten its name`,
  );
});
