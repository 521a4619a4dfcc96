import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Kubectl } from '../../bootstrap/kubectl';
import { fileOf } from '../../bootstrap/secret-commands';
import type { Check } from '../../bootstrap/step';
import { isOpen, walk } from '../../bootstrap/walk';
import type { BootstrapSecret } from '../../environments/environment';
import { stepsTo } from '../bootstrap/environment';
import { PARTS } from '../cluster/build/parts';
import { buildPart } from '../control-plane/go-part';
import { KUBECONFIG_VARIABLE } from './plane';

const kubeconfig = process.env[KUBECONFIG_VARIABLE] ?? '';
const before = { folder: process.cwd(), path: process.env['PATH'] };
const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));

/** Namespaces of this test alone: other tests of the plane make those of `dist/`. */
const mine = (name: string) => `bootstrap-test-${name}`;
const isMade = (check: Check) => check.kind === 'namespace' || check.kind === 'secret';
const steps = stepsTo('production')
  .map((step) => ({ ...step, checks: step.checks.filter(isMade) }))
  .filter(({ checks }) => checks.length > 0);
const secrets = steps.flatMap(({ checks }) =>
  checks.flatMap((check) => (check.kind === 'secret' ? [check.secret] : [])),
);

let kubectl: Kubectl;

beforeAll(async () => {
  const built = await buildPart(PARTS.kubernetes, () => undefined);
  process.env['PATH'] = `${built}${delimiter}${before.path}`;
  process.chdir(folder);
  kubectl = new Kubectl([`--kubeconfig=${kubeconfig}`]);
}, 3_600_000);

afterAll(() => {
  process.chdir(before.folder);
  process.env['PATH'] = before.path;
  rmSync(folder, { recursive: true, force: true });
});

/** The same Secret in a namespace of this test. */
function moved(secret: BootstrapSecret): BootstrapSecret {
  return { ...secret, namespace: mine(secret.namespace) };
}

/** The steps as a walk takes them, in namespaces of this test. */
const movedSteps = steps.map((step) => ({
  ...step,
  commands: step.commands.map((command) =>
    command
      .replace(/--namespace=(\S+)/g, (_, name: string) => `--namespace=${mine(name)}`)
      .replace(
        /^kubectl create namespace (\S+)/,
        (_, name: string) => `kubectl create namespace ${mine(name)}`,
      )
      .replace(/secrets\/([-a-z0-9]+)\//g, (_, name: string) => `secrets/${mine(name)}/`),
  ),
  checks: step.checks.map((check): Check => {
    if (check.kind === 'secret') return { kind: 'secret', secret: moved(check.secret) };
    return check.kind === 'namespace' ? { kind: 'namespace', name: mine(check.name) } : check;
  }),
}));

async function findings(ask?: Parameters<typeof walk>[2]) {
  const all = [];
  for await (const { findings } of walk(movedSteps, kubectl, ask)) all.push(...findings);
  return all;
}

/** A file for each value that a person would fetch, as a person puts it there. */
function putFiles(): void {
  for (const secret of secrets.map(moved)) {
    for (const { name, source } of secret.keys) {
      if (source !== 'entered') continue;
      const file = fileOf(secret, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, name === '.dockerconfigjson' ? '{"auths":{}}' : pem(name));
    }
  }
}

function pem(name: string): string {
  return name.startsWith('tls.') ? readFileSync(join(folder, name), 'utf8') : `value of ${name}`;
}

function makeCertificate(): void {
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '1',
  ];
  const files = ['-keyout', 'tls.key', '-out', 'tls.crt', '-subj', '/CN=bootstrap.test'];
  const { status, stderr } = spawnSync('openssl', [...request, ...files], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
}

describe('on an API server', () => {
  test('everything is missing first, and looking changes nothing', async () => {
    const first = await findings();
    expect(new Set(first.map(({ state }) => state))).toEqual(new Set(['missing']));
    expect(await findings()).toEqual(first);
    expect(existsSync(join(folder, 'secrets'))).toBe(false);
  });

  test('the commands of the page make all of it', async () => {
    makeCertificate();
    putFiles();
    const script = movedSteps.flatMap(({ commands }) => commands).join('\n');
    const env = { ...process.env, KUBECONFIG: kubeconfig };
    const run = spawnSync('bash', ['-euo', 'pipefail'], {
      input: script,
      encoding: 'utf8',
      cwd: folder,
      env,
    });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
    expect((await findings()).filter(isOpen)).toEqual([]);
  });

  test('what is lost is made again from its file, asked for where there is none, and the rest stays', async () => {
    const repository = secrets.map(moved).find(({ name }) => name === 'platform-repository');
    if (repository === undefined) throw new Error('there must be a Secret of the repository');
    const at = ['secret', repository.name, `--namespace=${repository.namespace}`];
    const encoded = (key: string) => kubectl.run(['get', ...at, `--output=jsonpath={.data.${key}}`]).output;
    expect(kubectl.run(['delete', ...at]).ok).toBe(true);
    rmSync(fileOf(repository, 'password'));
    const questions: string[] = [];
    const made = await findings(async (question) => {
      questions.push(question);
      return 'fresh';
    });
    expect(made.filter(({ state }) => state === 'made')).toHaveLength(1);
    expect(made.filter(isOpen)).toEqual([]);
    expect(questions).toEqual([
      `${repository.namespace}/platform-repository password, token that may read the repository and no more`,
    ]);
    const text = (key: string) => Buffer.from(encoded(key), 'base64').toString();
    expect([text('username'), text('password')]).toEqual(['value of username', 'fresh']);
  });

  test('a random value is made once, kept in a file for its owner alone, and used again', async () => {
    const secret: BootstrapSecret = {
      namespace: mine('argocd'),
      name: 'seal',
      type: 'Opaque',
      keys: [{ name: 'key', source: 'random', bytes: 32 }],
      made: '32 random bytes',
      recovered: 'from its file',
    };
    const step = { title: 'seal', why: '', commands: [], checks: [{ kind: 'secret', secret }] as const };
    const made = async () => {
      for await (const { findings } of walk([step], kubectl, async () => undefined))
        expect(findings.map(({ state }) => state)).toEqual(['made']);
      const at = ['secret', 'seal', `--namespace=${secret.namespace}`];
      const { output } = kubectl.run(['get', ...at, '--output=jsonpath={.data.key}']);
      expect(kubectl.run(['delete', ...at]).ok).toBe(true);
      return Buffer.from(output, 'base64');
    };
    const first = await made();
    expect(first).toHaveLength(32);
    expect(await made()).toEqual(first);
    expect(readFileSync(fileOf(secret, 'key'))).toEqual(first);
    expect(statSync(fileOf(secret, 'key')).mode & 0o777).toBe(0o600);
  });

  test('a Secret that lacks a key is told of and left alone', async () => {
    const [, certificate] = secrets.map(moved);
    if (certificate === undefined) throw new Error('there must be a second Secret');
    const [first, ...others] = certificate.keys;
    const at = ['secret', certificate.name, `--namespace=${certificate.namespace}`];
    const wider = {
      ...certificate,
      keys: [...others, { name: 'absent', source: 'known', value: '' }],
    } as const;
    const step = { title: '', why: '', commands: [], checks: [{ kind: 'secret', secret: wider }] as const };
    for await (const { findings } of walk([step], kubectl, async () => 'x')) {
      expect(findings).toEqual([
        { check: step.checks[0], state: 'wrong', detail: 'must have absent; add it by hand' },
      ]);
    }
    expect(kubectl.run(['get', ...at, `--output=jsonpath={.data}`]).output).toContain(first?.name);
  });

  test('a cluster that does not answer ends the walk', async () => {
    const nobody = new Kubectl(['--server=http://127.0.0.1:1', '--kubeconfig=/dev/null']);
    const walked = async () => {
      for await (const { step } of walk(movedSteps, nobody)) throw new Error(step.title);
    };
    await expect(walked()).rejects.toThrow(/^the cluster must answer, got: .*; --print works without one$/);
  });
});
