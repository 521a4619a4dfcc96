import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationOf } from '../../constructs/vault/configuration';
import { hclText } from '../../constructs/vault/hcl';
import { initialisationOf } from '../../constructs/vault/initialisation';
import { VAULT_AUDIENCE } from '../../constructs/vault/props';
import { objectIn, textIn } from '../../reconcilers/engine/read';
import {
  breakGlassPolicy,
  policyText,
  reconcilePolicy,
  VAULT_RECONCILE,
  VAULT_SIGN_IN,
} from '../../reconcilers/vault/policies';
import { issue, makeAuthority } from '../cluster/session/authority';
import { freePort } from '../control-plane/free-port';
import { openbao } from './downloads';
import { startServer, until } from './server';
import { asPerson } from './vault-server';

const NAMESPACE = 'production-vault';

/** What an interpolation, an escape or the end of a text could be taken for. */
const NASTY = `# "quotes" \\ back\\nslash ${'$'}{env("HOME")} ${'$'}${'$'}{x} $5 \ttab é\n# ${'$'}{`;

const folder = mkdtempSync(join(tmpdir(), 'data-frost-vault-configuration-'));
let running: ReturnType<typeof startServer>;
let vault: { readonly url: string; readonly ca: string };
let token = '';

/** The rendered configuration of a single node, with the folders and ports of this machine. */
function localConfiguration(port: number, clusterPort: number): string {
  return configurationOf(NAMESPACE, { replicas: 1, seal: { current: 'key' } })
    .replace('service_registration "kubernetes" {\n}\n', '')
    .replace(/openbao-0\.openbao-internal\.[\w.-]+:8200/, `127.0.0.1:${port}`)
    .replaceAll('0.0.0.0:8200', `127.0.0.1:${port}`)
    .replaceAll('0.0.0.0:8201', `127.0.0.1:${clusterPort}`)
    .replaceAll('/openbao/', `${folder}/`);
}

/** A person with a password, so that somebody can look, and a policy of which every character counts. */
const looking = hclText({
  blocks: [
    {
      type: 'initialize',
      labels: ['test'],
      blocks: [
        ['sys/auth/userpass', { type: 'userpass' }],
        ['sys/policies/acl/nasty', { policy: `path "x" { capabilities = ["read"] }\n${NASTY}` }],
        ['sys/policies/acl/look', { policy: 'path "*" { capabilities = ["read"] }' }],
        ['auth/userpass/users/person', { password: 'only here', token_policies: ['look'] }],
      ].map(([path = '', data = {}], index) => ({
        type: 'request',
        labels: [`request-${index}`],
        attributes: { operation: 'update', path, data },
      })),
    },
  ],
});

beforeAll(async () => {
  for (const name of ['config', 'initialise', 'data', 'seal', 'tls', 'ca']) mkdirSync(join(folder, name));
  const authority = await makeAuthority(join(folder, 'ca'), 'ca');
  await issue(authority, join(folder, 'tls'), 'tls', {
    subject: '/CN=openbao',
    names: ['IP:127.0.0.1', 'DNS:localhost'],
  });
  writeFileSync(join(folder, 'seal', 'key'), Buffer.alloc(32, 7));
  const port = await freePort();
  const clusterPort = await freePort();
  writeFileSync(join(folder, 'config', 'server.hcl'), localConfiguration(port, clusterPort));
  // Outside of a pod there is no authority of a cluster to read.
  const ca = JSON.stringify(readFileSync(join(folder, 'ca', 'ca.crt'), 'utf8'));
  const stanza = initialisationOf(NAMESPACE).replace(
    'kubernetes_host =',
    `disable_local_ca_jwt = true, kubernetes_ca_cert = ${ca}, kubernetes_host =`,
  );
  writeFileSync(join(folder, 'initialise', 'initialise.hcl'), stanza);
  writeFileSync(join(folder, 'initialise', 'looking.hcl'), looking);
  vault = { url: `https://127.0.0.1:${port}`, ca: join(folder, 'ca', 'ca.crt') };
  const logFile = join(folder, 'log');
  running = startServer({
    program: await openbao(),
    args: ['server', `-config=${folder}/config`, `-config=${folder}/initialise`],
    folder,
    env: {
      HOME: folder,
      BAO_API_ADDR: vault.url,
      BAO_CLUSTER_ADDR: `https://127.0.0.1:${clusterPort}`,
      BAO_RAFT_NODE_ID: 'openbao-0',
    },
    logFile,
  });
  const healthy = async () => (await asPerson(vault, '', 'GET', 'sys/health')).status === 200;
  await until('active', healthy, {
    isRunning: () => running.isRunning(),
    log: () => readFileSync(logFile, 'utf8'),
    seconds: 60,
  });
  const login = { password: 'only here' };
  const answer = await asPerson(vault, '', 'POST', 'auth/userpass/login/person', login);
  token = textIn(objectIn(answer.body, 'auth'), 'client_token');
});

afterAll(async () => {
  await running.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function policy(name: string): Promise<string> {
  const { body } = await asPerson(vault, token, 'GET', `sys/policies/acl/${name}`);
  return textIn(objectIn(body, 'data'), 'policy');
}

describe('the real server', () => {
  test('takes the rendered configuration, and the stanza beside it', async () => {
    expect(await policy('vault-reconcile')).toBe(policyText(reconcilePolicy()));
    expect(await policy('vault-break-glass')).toBe(policyText(breakGlassPolicy()));
  });

  test.each(['vault-reconcile', 'vault-break-glass'])(
    'lets %s log in from its namespace alone',
    async (name) => {
      const { body } = await asPerson(vault, token, 'GET', `auth/kubernetes/role/${name}`);
      expect(objectIn(body, 'data')).toMatchObject({
        bound_service_account_names: name === VAULT_RECONCILE ? [name, VAULT_SIGN_IN] : [name],
        bound_service_account_namespaces: [NAMESPACE],
        audience: VAULT_AUDIENCE,
        token_policies: [name],
        token_ttl: 900,
      });
    },
  );

  test('reads every character of a text as it was meant', async () => {
    expect(await policy('nasty')).toBe(`path "x" { capabilities = ["read"] }\n${NASTY}`);
  });

  test('tells Prometheus whether it is sealed and active', async () => {
    const { body } = await asPerson(vault, '', 'GET', 'sys/metrics?format=prometheus');
    expect(JSON.stringify(body)).toMatch(/vault_core_unsealed\{[^}]*\} 1/);
    expect(JSON.stringify(body)).toMatch(/vault_core_active\{[^}]*\} 1/);
  });

  test('audits to its log', () => {
    expect(readFileSync(join(folder, 'log'), 'utf8')).toContain('"type":"response"');
  });
});
