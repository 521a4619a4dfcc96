import { spawnSync } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Kubectl } from '../../bootstrap/kubectl';
import { look } from '../../bootstrap/look';
import { nameSteps } from '../../bootstrap/name-steps';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { PARTS } from '../cluster/build/parts';
import type { ControlPlane } from '../control-plane/control-plane';
import { freePort } from '../control-plane/free-port';
import { buildPart } from '../control-plane/go-part';
import { type Program, startProgram } from '../control-plane/program';
import { changed } from '../environments/change';
import { startKubernetes } from './kubernetes';
import { until } from './server';

/** What kubeadm 1.36 writes. @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/cmd/kubeadm/app/phases/addons/dns/manifests.go */
const KUBEADM = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;

const folder = mkdtempSync(join(tmpdir(), 'names-'));
const before = process.env['PATH'];
let plane: ControlPlane;
let kubectl: Kubectl;
const { commands, checks } = corefileStep();

/** The step of one that changes what pods are told; with another domain, that of a cluster whose literal has changed. */
function corefileStep(from = inventory) {
  const [cluster] = resolveInventory(from);
  const environment = cluster?.environments.find(({ name }) => name === 'production');
  if (cluster === undefined || environment === undefined) throw new Error('there must be a production');
  const found = nameSteps(cluster, environment).find(({ title }) => title.startsWith('Lead pods'));
  if (found === undefined) throw new Error('pods must be led to the gateway');
  // Nobody rolls Deployments out here.
  return { ...found, commands: found.commands.filter((command) => !command.includes('rollout status')) };
}

function apply(...objects: readonly object[]): void {
  for (const object of objects) {
    const { ok, error } = kubectl.run(['apply', '--filename=-'], JSON.stringify(object));
    if (!ok) throw new Error(error);
  }
}

const metadata = { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const withCorefile = (Corefile: string) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata },
  data: { Corefile, other: 'stays' },
});

function runCommands(list: readonly string[]) {
  const env = { ...process.env, KUBECONFIG: plane.kubeconfig };
  return spawnSync('bash', ['-euo', 'pipefail'], {
    ...{ input: list.join('\n'), cwd: folder, encoding: 'utf8', env },
  });
}

/** kubectl refuses two restarts of a Deployment within one second, which no person comes to. */
async function runAgain(list: readonly string[]) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return runCommands(list);
}

const map = (path: string) =>
  kubectl.run(['get', 'configmap', 'coredns', '--namespace=kube-system', `--output=jsonpath=${path}`]).output;

async function verdict(list = checks) {
  const found = await Promise.all(list.map((check) => look(check, kubectl)));
  return found.map(({ state, detail }) => [state, detail]);
}

beforeAll(async () => {
  const built = await buildPart(PARTS.kubernetes, () => undefined);
  process.env['PATH'] = `${built}${delimiter}${before}`;
  plane = await startKubernetes();
  kubectl = new Kubectl([`--kubeconfig=${plane.kubeconfig}`]);
  const selector = { 'k8s-app': 'kube-dns' };
  const pod = {
    metadata: { labels: selector },
    spec: { containers: [{ name: 'coredns', image: 'coredns' }] },
  };
  apply(withCorefile(KUBEADM), {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
    spec: { selector: { matchLabels: selector }, template: pod },
  });
}, 3_600_000);

afterAll(async () => {
  await plane.stop();
  process.env['PATH'] = before;
  rmSync(folder, { recursive: true, force: true });
});

test('what is missing is told of', async () => {
  const [[state, detail] = []] = await verdict();
  expect(state).toBe('wrong');
  expect(detail).toContain(
    "must have the line 'rewrite name regex ^[^.]+\\.production\\.data-frost\\.example\\.$",
  );
});

test('the commands put the lines in and leave the rest alone; a second time changes nothing', async () => {
  const first = runCommands(commands);
  expect([first.status, first.stderr]).toEqual([0, '']);
  expect(await verdict()).toEqual([['there', '']]);
  const after = map('{.data.Corefile}');
  const own = after.split('\n').filter((line) => line.includes('traefik.gateway.svc'));
  expect(own).toHaveLength(3);
  expect(
    after
      .split('\n')
      .filter((line) => !own.includes(line))
      .join('\n'),
  ).toBe(KUBEADM);
  expect([map('{.data.other}'), map('{.metadata.labels.k8s-app}')]).toEqual(['stays', 'kube-dns']);
  const version = map('{.metadata.resourceVersion}');
  expect((await runAgain(commands)).status).toBe(0);
  expect([map('{.data.Corefile}'), map('{.metadata.resourceVersion}')]).toEqual([after, version]);
  const template = '--output=jsonpath={.spec.template.metadata.annotations}';
  expect(kubectl.run(['get', 'deployment', 'coredns', '--namespace=kube-system', template]).output).toContain(
    'restartedAt',
  );
});

test('a domain that has changed takes its old line along', async () => {
  const other = corefileStep(changed('production.domain', 'other.data-frost.example'));
  const [[state, detail] = []] = await verdict(other.checks);
  expect([state, detail]).toEqual([
    'wrong',
    expect.stringMatching(/must have .*other.* and must not have .*production/),
  ]);
  expect((await runAgain(other.commands)).status).toBe(0);
  expect(await verdict(other.checks)).toEqual([['there', '']]);
  expect((await runAgain(commands)).status).toBe(0);
});

test('the DNS server takes it: a public name is the gateway’s Service, a private one is not', async () => {
  const service = { name: 'traefik', namespace: 'gateway' };
  apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: service.namespace } },
    { apiVersion: 'v1', kind: 'Service', metadata: service, spec: { ports: [{ port: 443 }] } },
  );
  const args = ['get', 'service', service.name, `--namespace=${service.namespace}`];
  const address = kubectl.run([...args, '--output=jsonpath={.spec.clusterIP}']).output;
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  const server = await startDns(map('{.data.Corefile}'), resolver);
  try {
    const ask = (host: string) => resolver.resolve4(host);
    await until(
      'the DNS server answers',
      async () => (await ask('traefik.gateway.svc.cluster.local')).length > 0,
      { seconds: 60, log: () => readFileSync(join(folder, 'coredns.log'), 'utf8') },
    );
    expect(await ask('id.production.data-frost.example')).toEqual([address]);
    expect(await ask('digits.staging.data-frost.example')).toEqual([address]);
    await expect(ask('vault.internal.production.data-frost.example')).rejects.toThrow();
    await expect(ask('data-frost.example')).rejects.toThrow();
  } finally {
    await server.stop();
  }
});

/** The real server with that Corefile, but for its ports, the API server, and plugins that this build of it has not. */
async function startDns(corefile: string, resolver: Resolver): Promise<Program> {
  const port = await freePort();
  resolver.setServers([`127.0.0.1:${port}`]);
  const here = corefile
    .replace('.:53 {', `.:${port} {`)
    .replace(/ {4}(cache|forward|health) [^}]*}\n| {4}(ready|loop|prometheus .*)\n/g, '')
    .replace('pods insecure', `kubeconfig ${plane.kubeconfig}\n       pods insecure`);
  writeFileSync(join(folder, 'Corefile.here'), here);
  const built = await buildPart(PARTS.coredns, () => undefined);
  return startProgram(join(built, 'coredns'), ['-conf', join(folder, 'Corefile.here')], folder);
}

test('without a Corefile of that form nothing is written', async () => {
  apply(withCorefile('example.org:53 {\n    errors\n}\n'));
  expect(runCommands(commands).status).not.toBe(0);
  expect(map('{.data.Corefile}')).toBe('example.org:53 {\n    errors\n}\n');
});
