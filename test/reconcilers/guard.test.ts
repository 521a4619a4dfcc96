import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { list, text } from '../../checks/readers/read';
import { VAULT_RECONCILE } from '../../reconcilers/vault/policies';
import type { ControlPlane } from '../control-plane/control-plane';
import { create, createNamespace, startKubernetes, tokenOf } from './kubernetes';
import { type Run, start } from './program';
import { prepareVault, stanza, untilActive, type VaultServer } from './vault-server';

const RBAC = 'rbac.authorization.k8s.io';

let plane: ControlPlane;
let folder: string;
let namespaces = 0;

beforeAll(async () => {
  plane = await startKubernetes();
  folder = mkdtempSync(join(tmpdir(), 'data-frost-guard-'));
  const kubeconfig: unknown = JSON.parse(readFileSync(plane.kubeconfig, 'utf8'));
  const ca = text(list(kubeconfig, 'clusters')[0], 'cluster.certificate-authority-data') ?? '';
  writeFileSync(join(folder, 'ca.crt'), Buffer.from(ca, 'base64'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await plane?.stop();
});

/** A namespace of its own in which the vault's nodes have the rights that they need. */
async function newNamespace(): Promise<string> {
  namespaces += 1;
  const namespace = `guarded-${namespaces}`;
  await createNamespace(plane.client, namespace);
  const rules = [
    {
      apiGroups: [''],
      resources: ['persistentvolumeclaims'],
      verbs: ['get'],
      resourceNames: ['data-openbao-0'],
    },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: ['openbao-initialised'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
  ];
  const path = `/apis/${RBAC}/v1/namespaces/${namespace}`;
  const metadata = { name: 'openbao' };
  await create(plane.client, `${path}/roles`, { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata, rules });
  await create(plane.client, `${path}/rolebindings`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: RBAC, kind: 'Role', name: 'openbao' },
    subjects: [{ kind: 'ServiceAccount', name: 'openbao', namespace }],
  });
  writeFileSync(join(folder, 'token'), await tokenOf(plane.client, namespace, 'openbao'));
  await newClaim(namespace);
  return namespace;
}

/** The claim of ordinal 0, made anew. */
async function newClaim(namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  const name = 'data-openbao-0';
  const body = JSON.stringify({
    metadata: { finalizers: [] },
  });
  await plane.client.send({
    method: 'PATCH',
    path: `${path}/${name}`,
    contentType: 'application/merge-patch+json',
    body,
  });
  await plane.client.send({ method: 'DELETE', path: `${path}/${name}` });
  await create(plane.client, path, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
}

interface Guarded extends Run {
  /** What the node is told, or undefined when it is told nothing. */
  readonly stanza: string | undefined;
}

async function guarded(
  namespace: string,
  data: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Guarded> {
  const run = mkdtempSync(join(folder, 'run-'));
  const target = join(run, 'target');
  writeFileSync(join(run, 'stanza'), 'initialize "all" {}');
  const { hostname, port } = new URL(plane.url);
  const ended = await start('may-initialise', {
    POD_NAME: 'openbao-0',
    POD_NAMESPACE: namespace,
    CLAIM: 'data-openbao-0',
    RECORD: 'openbao-initialised',
    DATA_FOLDER: data,
    STANZA_FILE: join(run, 'stanza'),
    TARGET_FILE: target,
    KUBERNETES_SERVICE_HOST: hostname,
    KUBERNETES_SERVICE_PORT: port,
    CREDENTIAL_FOLDER: folder,
    ...env,
  }).ended;
  const stanza = readdirSync(run).includes('target') ? readFileSync(target, 'utf8') : undefined;
  return { ...ended, stanza };
}

const emptyFolder = () => mkdtempSync(join(folder, 'data-'));
const STANZA = 'initialize "all" {}';

test('the first node may initialise, and again when it was stopped before it began', async () => {
  const namespace = await newNamespace();
  expect(await guarded(namespace, emptyFolder())).toMatchObject({ code: 0, stanza: STANZA, stderr: '' });
  expect(await guarded(namespace, emptyFolder())).toMatchObject({ code: 0, stanza: STANZA });
});

test('the first node with a new volume joins: it never initialises a second vault', async () => {
  const namespace = await newNamespace();
  expect(await guarded(namespace, emptyFolder())).toMatchObject({ stanza: STANZA });
  await newClaim(namespace);
  const second = await guarded(namespace, emptyFolder());
  expect(second).toMatchObject({ code: 0, stanza: '' });
  expect(second.stdout).toContain('it joins and never initialises');
});

test('the other nodes join without asking', async () => {
  const nowhere = { POD_NAME: 'openbao-1', KUBERNETES_SERVICE_PORT: '1' };
  expect(await guarded('none', emptyFolder(), nowhere)).toMatchObject({ code: 0, stanza: '' });
});

test.each([
  ['the API server is away', { KUBERNETES_SERVICE_PORT: '1' }, 'ECONNREFUSED'],
  ['the claim is not there', { CLAIM: 'data-openbao-7' }, '403'],
  ['the record may not be read', { RECORD: 'another' }, ''],
])('when %s the node does not start', async (_, env, reason) => {
  const namespace = await newNamespace();
  if ('RECORD' in env) await guarded(namespace, emptyFolder(), env);
  const refused = await guarded(namespace, emptyFolder(), env);
  expect(refused).toMatchObject({ code: 1, stanza: undefined });
  expect(refused.stderr).toContain(reason);
});

describe('a real vault that is killed while it initialises itself', () => {
  let vault: VaultServer;

  afterEach(async () => {
    await vault.kill();
    vault.remove();
  });

  test('before it is initialised: what it left cannot start, is removed, and the next start succeeds', async () => {
    const namespace = await newNamespace();
    vault = await prepareVault(plane);
    const data = join(vault.folder, 'data');
    await vault.start();
    while (!vault.log().includes('entering follower state')) await sleep(20);
    await vault.kill();
    await vault.start();
    while (vault.isRunning()) await sleep(50);
    expect(vault.log()).toContain('cluster already has state');
    const cleared = await guarded(namespace, data);
    expect(cleared).toMatchObject({ code: 0, stanza: STANZA, stderr: '' });
    expect(readdirSync(data)).toEqual([]);
    await vault.start();
    await untilActive(vault);
    expect(await guarded(namespace, data)).toMatchObject({ code: 0, stanza: '' });
    expect(readdirSync(data)).toContain('vault.db');
  });

  test('initialised and without any way in: the node does not start and says how to begin anew', async () => {
    const namespace = await newNamespace();
    vault = await prepareVault(plane, {
      initialize: stanza([['sys/policies/acl/other', { policy: 'path "x" { capabilities = ["read"] }' }]]),
    });
    await vault.start();
    await untilActive(vault);
    await vault.kill();
    const refused = await guarded(namespace, join(vault.folder, 'data'));
    expect(refused).toMatchObject({ code: 1, stanza: undefined });
    expect(refused.stderr).toContain('remove the ConfigMap openbao-initialised and the claims of all nodes');
  });

  test('between its first and its last request: it refuses to open itself, and is not initialised again', async () => {
    const namespace = await newNamespace();
    vault = await prepareVault(plane, { slow: true });
    await vault.start();
    const audit = join(vault.folder, 'audit.log');
    const isHalfWay = () => {
      const seen = readdirSync(vault.folder).includes('audit.log') ? readFileSync(audit, 'utf8') : '';
      return seen.includes(`sys/policies/acl/${VAULT_RECONCILE}`);
    };
    while (!isHalfWay()) await sleep(5);
    await vault.kill();
    expect(await guarded(namespace, join(vault.folder, 'data'))).toMatchObject({ code: 0, stanza: '' });
    await vault.start();
    while (vault.isRunning()) await sleep(50);
    expect(vault.log()).toContain('self-initialization failed: refusing to unseal');
  });
});
