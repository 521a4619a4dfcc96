import type { KubernetesObject, Manifest } from '../../synth/manifest';
import { applyPatches, type ObjectPatch, type PatchOperation } from '../../synth/patch';
import { deepFreeze } from '../../values/object';

const deployment: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'iris', namespace: 'staging-model-serving', annotations: { 'a/b': '1' } },
  spec: {
    replicas: 2,
    paused: null,
    template: { spec: { containers: [{ name: 'bento' }, { name: 'second' }] } },
  },
};
const limits = (namespace: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'limits', namespace },
  spec: {},
});
const manifests: readonly Manifest[] = deepFreeze([
  { tree: 'production', application: 'model-serving', object: deployment },
  { tree: 'staging', application: 'model-serving', object: deployment },
  { tree: 'staging', application: 'namespaces', object: limits('staging-model-serving') },
  { tree: 'staging', application: 'namespaces', object: limits('staging-batch-jobs') },
]);

function patch(change: Partial<ObjectPatch> = {}): ObjectPatch {
  return {
    tree: 'staging',
    name: 'mine',
    target: { application: 'model-serving', kind: 'Deployment', name: 'iris' },
    operations: [{ op: 'add', path: '/spec/minReadySeconds', value: 5 }],
    ...change,
  };
}

/** What becomes of the Deployment in staging. */
function patchedBy(...operations: readonly PatchOperation[]) {
  const { manifests: all, faults } = applyPatches(manifests, [patch({ operations })]);
  return { object: all[1]?.object, faults: faults.map(({ path, message }) => `${path}: ${message}`) };
}

test('a patch changes its target alone, and no object that it was given', () => {
  const { manifests: patched, faults } = applyPatches(manifests, [patch()]);
  expect(faults).toEqual([]);
  expect(patched[1]).toEqual({
    ...manifests[1],
    object: { ...deployment, spec: { ...Object(deployment['spec']), minReadySeconds: 5 } },
  });
  for (const index of [0, 2, 3]) expect(patched[index]).toBe(manifests[index]);
  expect(patched).toHaveLength(manifests.length);
});

test('fields are added, replaced and removed, keys with a slash and items of lists too', () => {
  const { object, faults } = patchedBy(
    { op: 'replace', path: '/metadata/annotations/a~1b', value: '2' },
    { op: 'replace', path: '/spec/paused', value: true },
    { op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'last' } },
    { op: 'add', path: '/spec/template/spec/containers/0', value: { name: 'first' } },
    { op: 'remove', path: '/spec/template/spec/containers/1' },
    { op: 'remove', path: '/spec/replicas' },
  );
  expect(faults).toEqual([]);
  expect(object?.metadata.annotations).toEqual({ 'a/b': '2' });
  expect(object?.['spec']).toEqual({
    paused: true,
    template: { spec: { containers: [{ name: 'first' }, { name: 'second' }, { name: 'last' }] } },
  });
});

test('a value that is set can be changed by the next operation, though it is frozen', () => {
  const value = deepFreeze({ type: 'Recreate' });
  const { object, faults } = patchedBy(
    { op: 'add', path: '/spec/strategy', value },
    { op: 'replace', path: '/spec/strategy/type', value: 'RollingUpdate' },
  );
  expect(faults).toEqual([]);
  expect(object?.['spec']).toMatchObject({ strategy: { type: 'RollingUpdate' } });
  expect(value).toEqual({ type: 'Recreate' });
});

test('a later patch sees what an earlier one made', () => {
  const later = patch({
    name: 'later',
    operations: [{ op: 'replace', path: '/spec/minReadySeconds', value: 9 }],
  });
  const { manifests: patched, faults } = applyPatches(manifests, [patch(), later]);
  expect(faults).toEqual([]);
  expect(patched[1]?.object['spec']).toMatchObject({ minReadySeconds: 9 });
});

test.each<[string, PatchOperation, string]>([
  [
    'a field that is not there is not replaced',
    { op: 'replace', path: '/spec/replica', value: 3 },
    "'/spec/replica' must exist to replace it",
  ],
  ['nor removed', { op: 'remove', path: '/spec/replica' }, "'/spec/replica' must exist to remove it"],
  [
    'nor is an item',
    { op: 'remove', path: '/spec/template/spec/containers/2' },
    "'/spec/template/spec/containers/2' must exist to remove it",
  ],
  [
    'nor the length of a list',
    { op: 'replace', path: '/spec/template/spec/containers/length', value: 0 },
    "'/spec/template/spec/containers/length' must exist to replace it",
  ],
  [
    'nothing is added into nothing',
    { op: 'add', path: '/spec/strategy/type', value: 'Recreate' },
    "the parent of '/spec/strategy/type' must exist and take that key",
  ],
  [
    'nor into a number',
    { op: 'add', path: '/spec/replicas/most', value: 3 },
    "the parent of '/spec/replicas/most' must exist and take that key",
  ],
  [
    'nor beyond the end of a list',
    { op: 'add', path: '/spec/template/spec/containers/3', value: {} },
    "the parent of '/spec/template/spec/containers/3' must exist and take that key",
  ],
  [
    'nor to a list by name',
    { op: 'add', path: '/spec/template/spec/containers/bento', value: {} },
    "the parent of '/spec/template/spec/containers/bento' must exist and take that key",
  ],
])('%s', (_, operation, reason) => {
  const { object, faults } = patchedBy(operation);
  expect(faults).toEqual([
    `staging/patches/mine: \`operations\` must apply to staging/model-serving/Deployment/iris: ${reason}`,
  ]);
  expect(object).toBe(deployment);
});

test.each<PatchOperation>([
  { op: 'replace', path: '/metadata/name', value: 'other' },
  { op: 'remove', path: '/metadata/namespace' },
  { op: 'replace', path: '/kind', value: 'StatefulSet' },
  { op: 'remove', path: '/metadata' },
])('what finds the object is kept: $path', (operation) => {
  expect(patchedBy(operation).faults).toEqual([
    'staging/patches/mine: `operations` must apply to staging/model-serving/Deployment/iris: apiVersion, kind, name and namespace must not change; they are what finds the object',
  ]);
});

test.each(['__proto__', 'constructor'])('no patch reaches the prototype by %s', (key) => {
  const { faults } = patchedBy({ op: 'add', path: `/spec/${key}/polluted`, value: true });
  expect(faults).toHaveLength(1);
  expect(Object.prototype).not.toHaveProperty('polluted');
});

test.each([
  [{ application: 'model-serving', kind: 'Deployment', name: 'digits' }, 'model-serving/Deployment/digits'],
  [{ application: 'batch-jobs', kind: 'Deployment', name: 'iris' }, 'batch-jobs/Deployment/iris'],
  [
    { application: 'model-serving', kind: 'Deployment', name: 'iris', namespace: 'elsewhere' },
    'model-serving/Deployment/elsewhere/iris',
  ],
])('a target that is not rendered is a fault', (target, wanted) => {
  expect(applyPatches(manifests, [patch({ target })])).toEqual({
    manifests,
    faults: [
      { path: 'staging/patches/mine', message: `\`target\` must be a rendered object, got ${wanted}` },
    ],
  });
});

test('of two objects of one kind and name, the namespace says which', () => {
  const target = { application: 'namespaces', kind: 'LimitRange', name: 'limits' };
  expect(applyPatches(manifests, [patch({ target })]).faults).toEqual([
    {
      path: 'staging/patches/mine',
      message:
        '`target` must be one object, got namespaces/LimitRange/limits, which 2 are; add its `namespace`',
    },
  ]);
  const named = patch({ target: { ...target, namespace: 'staging-batch-jobs' } });
  const { manifests: patched, faults } = applyPatches(manifests, [named]);
  expect(faults).toEqual([]);
  expect(patched.map((manifest, index) => manifest !== manifests[index])).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test('every patch that fails is told', () => {
  const lost = { application: 'model-serving', kind: 'Service', name: 'iris' };
  const patches = [
    patch({ name: 'one', target: lost }),
    patch({ name: 'two' }),
    patch({ name: 'three', target: lost }),
  ];
  expect(applyPatches(manifests, patches).faults.map(({ path }) => path)).toEqual([
    'staging/patches/one',
    'staging/patches/three',
  ]);
});
