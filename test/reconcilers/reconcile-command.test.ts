import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Kubectl } from '../../bootstrap/kubectl';
import { PARTS } from '../cluster/build/parts';
import { bundleOf, removeFolders, run } from '../commands/command-line';
import type { ControlPlane } from '../control-plane/control-plane';
import { buildPart } from '../control-plane/go-part';
import { createNamespace, startKubernetes } from './kubernetes';
import { prepareVault, untilActive, type VaultServer } from './vault-server';

const NAMESPACE = 'production-vault';
const SECRET = 'k9Q-secret-of-the-client-4711';
const folder = mkdtempSync(join(tmpdir(), 'reconcile-command-'));

let plane: ControlPlane;
let vault: VaultServer;
let main: string;

beforeAll(async () => {
  const path = `${await buildPart(PARTS.kubernetes, () => undefined)}${delimiter}${process.env['PATH']}`;
  process.env['PATH'] = path;
  main = await bundleOf();
  plane = await startKubernetes();
  await createNamespace(plane.client, NAMESPACE);
  add({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'vault-reconcile' },
  });
  vault = await prepareVault(plane, { namespace: NAMESPACE });
  await vault.start();
  await untilActive(vault);
}, 3_600_000);

afterAll(async () => {
  await vault.kill();
  vault.remove();
  await plane.stop();
  removeFolders();
  rmSync(folder, { recursive: true });
});

/** By kubectl: while a command runs, this process answers nobody, and a connection that is kept open would be closed. */
function add(object: object): void {
  const kubectl = new Kubectl([`--kubeconfig=${plane.kubeconfig}`]);
  const { ok, error } = kubectl.run(
    ['create', `--namespace=${NAMESPACE}`, '--filename=-'],
    JSON.stringify(object),
  );
  if (!ok) throw new Error(error);
}

/** What a person does who has a kubeconfig and nothing else; what is left behind would lie in the folder. */
function reconcile(...options: readonly string[]) {
  const args = ['reconcile', '--plan', 'production', '--product', 'vault', '--kubeconfig', plane.kubeconfig];
  const result = run(main, folder, [...args, ...options], { TMPDIR: folder });
  expect(readdirSync(folder)).toEqual([]);
  expect(result.stdout + result.stderr).not.toContain(SECRET);
  return result;
}

/** Each run has a folder of its own for secrets. */
const withoutFolders = (text: string) => text.replaceAll(/data-frost-reconcile-\w+/g, '');

const at = () => ['--vault-url', vault.url];

test('what is not there is named, with the words of kubectl', async () => {
  const first = reconcile(...at());
  expect(first.code).toBe(1);
  expect(first.stderr).toBe(
    `ConfigMap ${NAMESPACE}/internal-ca must be had by kubectl, got: Error from server (NotFound): configmaps "internal-ca" not found\n`,
  );
  const data = { 'ca.crt': readFileSync(vault.ca, 'utf8') };
  add({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'internal-ca' }, data });
  const second = reconcile();
  expect(second.code).toBe(1);
  expect(second.stderr).toBe(
    `${NAMESPACE}/openbao-active must be reached by kubectl port-forward, got: Error from server (NotFound): services "openbao-active" not found\n`,
  );
});

test('a plan is shown and nothing written; --apply writes; then nothing differs', async () => {
  const plan = reconcile(...at());
  expect([plan.code, plan.stderr]).toEqual([0, '']);
  expect(plan.stdout).toMatch(/^create policy\/production-model-serving$/m);
  expect(withoutFolders(reconcile(...at()).stdout)).toBe(withoutFolders(plan.stdout));
  expect(reconcile(...at(), '--apply').code).toBe(0);
  const after = reconcile(...at());
  expect(after.code).toBe(0);
  expect(after.stdout).toMatch(/^plan: 0 to create, 0 to update, 0 to remove$/m);
});

test('the secret of the client comes from the cluster', async () => {
  expect(reconcile(...at()).stdout).toMatch(/^wait +oidc-config\//m);
  const data = { 'client-secret': Buffer.from(SECRET).toString('base64') };
  add({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'openbao-sign-in' }, data });
  const { code, stdout } = reconcile(...at());
  expect(code).toBe(0);
  expect(stdout).toMatch(/^create oidc-config\//m);
});

test('a cluster that does not answer is said', () => {
  const { code, stderr } = reconcile(...at(), '--kubeconfig', '/dev/null');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^ConfigMap production-vault\/internal-ca must be had by kubectl, got: .*refused.*\n$/,
  );
});
