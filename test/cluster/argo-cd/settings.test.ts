import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, settingsOf } from './settings';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-test-'));
  for (const name of ['argocd-cm', 'argocd-cmd-params-cm', 'argocd-rbac-cm', 'argocd-secret']) {
    const data = name === 'argocd-cm' ? { upstream: 'kept', both: 'upstream' } : {};
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { a: 'b' } }, data };
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(object));
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

const application = (chart: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'argo-cd' },
  spec: {
    source: {
      chart,
      helm: { valuesObject: { configs: { cm: { both: 'ours' }, params: { 'sync.timeout': '1800' } } } },
    },
  },
});

test('values of the chart lie over what upstream has', () => {
  const { data, objects } = settingsOf(folder, [application('argo-cd')]);
  expect(data['argocd-cm']).toMatchObject({ upstream: 'kept', both: 'ours' });
  expect(objects.find(({ metadata }) => metadata.name === 'argocd-cm')).toMatchObject({
    metadata: { namespace: 'argocd', labels: { a: 'b' } },
    data: data['argocd-cm'],
  });
});

test('what has no controller here is said not to be proven', () => {
  const { data } = settingsOf(folder, [application('argo-cd')]);
  expect(data['argocd-cm']?.['resource.customizations.health.keda.sh_ScaledObject']).toMatch('not proven');
});

test('without an Application that says how Argo CD is installed there is nothing to go by', () => {
  expect(() => settingsOf(folder, [application('other')])).toThrow(
    'must have an Application of the chart argo-cd',
  );
});

test('a process gets the variables that its workload takes from the ConfigMaps, and no others', () => {
  const from = (name: string, key: string) => ({ valueFrom: { configMapKeyRef: { name, key } } });
  const env = [
    { name: 'TIMEOUT', ...from('argocd-cmd-params-cm', 'sync.timeout') },
    { name: 'ABSENT', ...from('argocd-cmd-params-cm', 'absent') },
    { name: 'FIXED', value: '1' },
  ];
  const manifest = join(folder, 'workload.yaml');
  writeFileSync(manifest, JSON.stringify({ spec: { template: { spec: { containers: [{ env }] } } } }));
  expect(environmentOf(manifest, settingsOf(folder, [application('argo-cd')]))).toEqual({ TIMEOUT: '1800' });
});
