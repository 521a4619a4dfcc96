import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderChart } from './folder-chart';
import { manifestChart } from './manifest-chart';

const source = { chart: 'operator', version: '1.2.3', repoURL: 'https://charts.test' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-chart-'));
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), 'version: 0.0.0\n');
  writeFileSync(join(folder, 'values.yaml'), 'probe: true\n');
  writeFileSync(join(folder, 'templates', 'deployment.yaml'), 'probe: {{ .Values.probe }}\n');
  writeFileSync(join(folder, 'templates', 'check.yaml'), 'kind: Job\n');
});

afterEach(() => rmSync(folder, { recursive: true }));

const made = { origin: 'its own', appVersion: 'v1' };

test('the chart of a module is what the module has, without what is left out and with what is changed', () => {
  const { files } = folderChart(source, folder, {
    ...made,
    without: /check/,
    changes: [['templates/deployment.yaml', '{{ .Values.probe }}', 'false']],
  });
  expect([...files]).toEqual([
    ['templates/deployment.yaml', 'probe: false\n'],
    ['values.yaml', 'probe: true\n'],
  ]);
});

test('a text that is to be changed and is not there is an error', () => {
  const changes = [['values.yaml', 'gone', '']] as const;
  expect(() => folderChart(source, folder, { ...made, changes })).toThrow(
    'operator: values.yaml must hold gone',
  );
});

test('a manifest takes replicas and resources from values, and no other braces for a template', () => {
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };
  const metadata = { name: 'a', namespace: 'n', annotations: { note: 'a {{ brace }}' } };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1, template } };
  const { files } = manifestChart(source, {
    origin: 'a manifest',
    objects: [deployment],
    podLabels: { app: 'b' },
  });
  const text = files.get('templates/deployment-a.yaml');
  for (const wanted of [
    'replicas: {{ .Values.replicaCount }}',
    'resources: {{ toJson .Values.resources }}',
    'imagePullPolicy: IfNotPresent',
    'app: b',
    '{{ "{{" }} brace }}',
  ])
    expect(text).toContain(wanted);
});
