import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { filesOf } from '../../synth/files';
import type { Manifest } from '../../synth/manifest';
import { pathOf } from '../../synth/path';
import { MARK, textOf } from '../../synth/text';

function manifest(name: string, more: Partial<Manifest> = {}): Manifest {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
  return { tree: 'staging', application: 'model-serving', object, ...more };
}

test('each object has a file of its own, by its identity', () => {
  const files = filesOf([manifest('a'), manifest('b', { tree: 'production' })]);
  expect([...files.keys()]).toEqual([
    'production/model-serving/configmap_b.yaml',
    'staging/model-serving/configmap_a.yaml',
  ]);
  expect(files.get('staging/model-serving/configmap_a.yaml')).toBe(textOf([manifest('a').object]));
});

test('objects that share a file keep their order', () => {
  const file = 'proxmox/argocd/root.yaml';
  const files = filesOf([manifest('b', { file }), manifest('other'), manifest('a', { file })]);
  const text = files.get(file) ?? '';
  expect(text.startsWith(`${MARK}\n`)).toBe(true);
  expect(parseAllDocuments(text).map((document) => document.toJS().metadata.name)).toEqual(['b', 'a']);
  expect(files.size).toBe(2);
});

test('files come in code unit order, whatever the order of the manifests', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9:.-]{1,8}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(names, fc.compareFunc(), (list, order) => {
      const manifests = list.map((name) => manifest(name));
      const files = filesOf([...manifests].sort((one, other) => order(one, other)));
      expect([...files.keys()]).toEqual(manifests.map(pathOf).sort());
      expect([...files]).toEqual([...filesOf(manifests)]);
    }),
  );
});
