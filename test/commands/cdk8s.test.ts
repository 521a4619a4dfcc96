import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { distOf, put, treeOf } from '../synth/project';
import { finished, newFolder, PROJECT, removeFolders } from './command-line';

const COMMITTED = distOf(PROJECT);

/** What rendering needs of the project. */
const NEEDED = [
  'app.ts',
  'argocd',
  'bootstrap',
  'cdk8s.yaml',
  'charts',
  'checks',
  'commands',
  'constructs',
  'environments',
  'package.json',
  'reconcilers',
  'synth',
  'tsconfig.json',
  'values',
];

afterAll(removeFolders);

/** A copy of the project with the committed `dist/`. */
function copyOfProject(): string {
  const folder = newFolder();
  for (const name of NEEDED) cpSync(join(PROJECT, name), join(folder, basename(name)), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  put(join(folder, 'dist'), COMMITTED);
  return folder;
}

/** `npx cdk8s synth`, with a proxy that nobody answers for whoever asks the network. */
function cdk8sSynth(folder: string, ...args: readonly string[]) {
  const nowhere = 'http://127.0.0.1:9';
  return finished(join(folder, 'node_modules/.bin/cdk8s'), ['synth', ...args], folder, {
    CDK8S_CHECK_UPGRADE: 'false',
    CDK8S_OUTDIR: undefined,
    npm_config_registry: nowhere,
    https_proxy: nowhere,
    http_proxy: nowhere,
  });
}

test('the cdk8s command line gives the same bytes, in dist/ and in a folder of its own', () => {
  const folder = copyOfProject();
  writeFileSync(
    join(folder, 'dist/proxmox/argocd/root.yaml'),
    COMMITTED['proxmox/argocd/root.yaml']?.slice(0, -1) ?? '',
  );
  const { code, stderr } = cdk8sSynth(folder);
  expect(stderr).not.toMatch(/error/i);
  expect(code).toBe(0);
  expect(distOf(folder)).toEqual(COMMITTED);
  expect(treeOf(join(folder, '.build/cdk8s'))).toEqual(COMMITTED);
  expect(cdk8sSynth(folder, '--check-upgrade=false').code).toBe(0);
  expect(distOf(folder)).toEqual(COMMITTED);
  expect(treeOf(join(folder, '.build/cdk8s'))).toEqual(COMMITTED);
});

test('a fault makes the cdk8s command line fail, and dist/ still stands', () => {
  const folder = copyOfProject();
  const file = join(folder, 'environments/production.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/priority: [\d_]+/, "priority: 'high'"));
  const { code, stdout, stderr } = cdk8sSynth(folder);
  expect(code).not.toBe(0);
  expect(`${stdout}${stderr}`).toContain(
    "production: `priority` must be a whole number from -1000000 to 1000000, got 'high'\n1 fault; dist/ is as it was",
  );
  expect(distOf(folder)).toEqual(COMMITTED);
});
