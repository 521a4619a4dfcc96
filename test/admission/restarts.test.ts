import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SECRET_RESTARTS } from '../../constructs/secret-restarts/props';
import { SecretRestartRights } from '../../constructs/secret-restarts/rights';
import { SecretRestarts } from '../../constructs/secret-restarts/secret-restarts';
import { NODE } from '../../environments/images';
import { programText } from '../../reconcilers/bundle';
import { SECRETS_MARK } from '../../reconcilers/restarts/restart';
import { isObject } from '../../values/object';
import { PARTS } from '../cluster/build/parts';
import { rendered } from '../constructs/rendered';
import { buildPart } from '../control-plane/go-part';
import { KUBECONFIG_VARIABLE } from './plane';

const NAMESPACE = 'restarts-test';
const kubeconfig = process.env[KUBECONFIG_VARIABLE] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'restarts-'));
const program = join(folder, 'restarts.js');
let kubectl = '';

beforeAll(async () => {
  kubectl = join(await buildPart(PARTS.kubernetes, () => undefined), 'kubectl');
  writeFileSync(program, programText('restarts'));
  for (const object of ground()) run(['create', '--filename=-'], JSON.stringify(object));
  putCredential();
}, 3_600_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs kubectl as administrator. @throws Error with what it said */
function run(args: readonly string[], input = ''): string {
  const all = [`--kubeconfig=${kubeconfig}`, `--namespace=${NAMESPACE}`, ...args];
  const { status, stdout, stderr } = spawnSync(kubectl, all, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** What is rendered for a workload with two Secrets: the program's rights are those and no more. */
function renderedFor() {
  const workloads = [{ kind: 'Deployment' as const, name: 'iris', secrets: ['broker', 'plain'] }];
  return rendered((chart) => {
    new SecretRestartRights(chart, 'Rights', { namespace: NAMESPACE, workloads });
    new SecretRestarts(chart, 'Restarts', { workloads, image: NODE, priorityClassName: 'production' });
  }, NAMESPACE).objects;
}

/** The namespace, what is rendered for it, and two workloads of which one asks for restarts. */
function* ground(): Generator<object> {
  const named = (name: string) => ({ name, namespace: NAMESPACE });
  yield { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  yield* renderedFor().filter(({ kind }) => kind !== 'PrometheusRule');
  const labels = { app: 'iris' };
  const containers = [{ name: 'iris', image: 'example.test/iris' }];
  for (const name of ['iris', 'other']) {
    yield {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: named(name),
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    };
  }
}

/** What the kubelet gives the pod: a token of the ServiceAccount and the authority of the API server. */
function putCredential(): void {
  const config: unknown = parse(readFileSync(kubeconfig, 'utf8'));
  const cluster = at(config, ['clusters', '0', 'cluster']);
  const authority = at(cluster, ['certificate-authority-data']);
  const file = at(cluster, ['certificate-authority']);
  const pem = typeof authority === 'string' ? Buffer.from(authority, 'base64') : readFileSync(String(file));
  writeFileSync(join(folder, 'ca.crt'), pem);
  writeFileSync(join(folder, 'token'), run(['create', 'token', SECRET_RESTARTS]));
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((parent, key) => (isObject(parent) ? parent[key] : undefined), value);
}

/** The program, on a state: its lines, or what it failed with. */
function restarts(workload = 'iris', secrets: readonly string[] = ['broker', 'plain']) {
  const stateFile = join(folder, 'state.json');
  const workloads = [{ kind: 'Deployment', name: workload, secrets }];
  writeFileSync(stateFile, JSON.stringify({ namespace: NAMESPACE, workloads }));
  const config: unknown = parse(readFileSync(kubeconfig, 'utf8'));
  const server = new URL(String(at(config, ['clusters', '0', 'cluster', 'server'])));
  const env = {
    PATH: process.env['PATH'],
    STATE_FILE: stateFile,
    CREDENTIAL_FOLDER: folder,
    KUBERNETES_SERVICE_HOST: server.hostname,
    KUBERNETES_SERVICE_PORT: server.port,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', env });
  return { status, lines: stdout.trim(), stderr: stderr.trim() };
}

const SETTLED = { status: 0, lines: '', stderr: '' };

function deployment() {
  const live: unknown = JSON.parse(run(['get', 'deployment', 'iris', '--output=json']));
  return {
    generation: at(live, ['metadata', 'generation']),
    template: at(live, ['spec', 'template', 'metadata', 'annotations', SECRETS_MARK]),
  };
}

describe('the program that restarts workloads whose Secrets changed, on an API server', () => {
  test('a workload waits for its Secrets', () => {
    expect(restarts()).toEqual({ ...SETTLED, lines: 'Deployment iris: waits for broker, plain' });
    run(['create', 'secret', 'generic', 'broker', '--from-literal=uri=first']);
    run(['annotate', 'secret', 'broker', 'reconcile.external-secrets.io/data-hash=1']);
    run(['create', 'secret', 'generic', 'plain', '--from-literal=key=first']);
  });

  test('one that it sees first is marked and not restarted, and then left alone', () => {
    const before = deployment();
    expect(restarts()).toEqual({ ...SETTLED, lines: 'Deployment iris: marked' });
    expect(deployment().template).toBe(before.template);
    expect(restarts()).toEqual(SETTLED);
  });

  test.each([
    [
      'content that somebody notes',
      ['annotate', '--overwrite', 'secret', 'broker', 'reconcile.external-secrets.io/data-hash=2'],
    ],
    ['content of any other', ['patch', 'secret', 'plain', '--patch={"stringData":{"key":"second"}}']],
  ])('a change of %s restarts it once', (_, change) => {
    const before = deployment();
    run(change);
    expect(restarts()).toEqual({ ...SETTLED, lines: 'Deployment iris: restarted' });
    const after = deployment();
    expect(after.generation).toBe(Number(before.generation) + 1);
    expect(after.template).not.toBe(before.template);
    expect(restarts()).toEqual(SETTLED);
    expect(deployment()).toEqual(after);
  });

  test('a touch that changes no content restarts nothing', () => {
    run(['label', 'secret', 'broker', 'touched=true']);
    expect(restarts()).toEqual(SETTLED);
  });

  test('the mark tells nothing of the content', () => {
    expect(String(deployment().template)).not.toMatch(/first|second/);
  });

  test('it may touch nothing that it was not given', () => {
    const refused = { status: 1, lines: '', stderr: expect.stringContaining('got 403') };
    expect(restarts('other')).toEqual(refused);
    expect(restarts('iris', ['default-token'])).toEqual(refused);
  });

  test('a state that names no Secret is refused', () => {
    expect(restarts('iris', [])).toEqual({
      status: 1,
      lines: '',
      stderr: 'state/workloads/iris: `secrets` must name at least one Secret',
    });
  });
});
