import { mappings, number, text } from '../../checks/readers/read';
import { kubectl } from './cluster';
import { clusterUnderTest, distObjects } from './ground';
import { repositoryOf } from './images/references';
import { imagesIn } from './images/stand-ins';
import { connectAllFrom, connectFrom } from './network/probe';
import { standInPod } from './pods/stand-in-pod';
import { until } from './session/until';

/** What the proofs rely on: each control here would see a harness that lets everything pass. */
const namespace = 'harness';
const cluster = clusterUnderTest();
const image = imagesIn(distObjects).find((reference) => repositoryOf(reference).endsWith('/iris')) ?? '';
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'server', namespace },
  spec: { selector: { app: 'server' }, ports: [{ port: 3000 }] },
};
const closed = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'closed', namespace },
  spec: { podSelector: { matchLabels: { app: 'server' } }, policyTypes: ['Ingress'] },
};
beforeAll(async () => {
  const pods = [
    standInPod({ namespace, name: 'server', image }),
    standInPod({ namespace, name: 'client', image, args: ['hold'] }),
  ];
  await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, ...pods, service]);
  const flags = ['--all', `--namespace=${namespace}`, '--timeout=120s'];
  await kubectl(cluster, ['wait', '--for=condition=Ready', 'pod', ...flags]);
});

afterAll(async () => {
  await kubectl(cluster, ['delete', 'namespace', namespace]);
});

describe('the network', () => {
  test('without a policy a pod reaches another by the name of its Service', () => reachable('open'));

  test('a port that the image does not answer on is refused', async () => {
    expect(await connect(`${text(await podOf('server'), 'status.podIP')}:3001`)).toBe('refused');
  });

  test('a name that is nowhere is unknown', async () => {
    expect(await connect('nowhere.harness.svc.cluster.local:3000')).toBe('unknown');
  });

  test('a pod reaches the API server by its Service', async () => {
    expect(await connect('kubernetes.default.svc:443')).toBe('open');
  });

  test('many connections are tried at once, each with a verdict of its own', async () => {
    const addresses = ['server:3000', 'server.harness.svc', 'nowhere:3000', 'nowhere'];
    const verdicts = await connectAllFrom(cluster, `${namespace}/client`, addresses);
    expect([...verdicts.values()]).toEqual(['open', 'open', 'unknown', 'unknown']);
  });

  test('a policy that closes the server silences it, and without it the server is open again', async () => {
    await apply([closed]);
    await reachable('silent');
    await kubectl(cluster, ['delete', 'networkpolicy', 'closed', `--namespace=${namespace}`]);
    await reachable('open');
  });
});

describe('a stand-in', () => {
  test('refuses to start where its root is writable', async () => {
    await apply([standInPod({ namespace, name: 'writable', image, readOnlyRootFilesystem: false })]);
    await endsWith('writable', 78);
  });

  test('refuses a command that its table does not know', async () => {
    await apply([standInPod({ namespace, name: 'command', image, args: ['migrate'] })]);
    await endsWith('command', 64);
  });
});

test('an image that is nowhere is not found at once', async () => {
  const missing = image.replace(/.$/, (digit) => (digit === '1' ? '2' : '1'));
  await apply([standInPod({ namespace, name: 'missing', image: missing })]);
  await until('the image is not found', async () => {
    const [status] = mappings(await podOf('missing'), 'status.containerStatuses');
    return (
      text(status, 'state.waiting.reason')?.match(/^(ErrImagePull|ImagePullBackOff)$/) ??
      JSON.stringify(status)
    );
  });
});

async function reachable(wanted: string): Promise<void> {
  await until(`the server is ${wanted}`, async () => {
    const verdict = await connect('server:3000');
    return verdict === wanted || verdict;
  });
}

function connect(address: string) {
  return connectFrom(cluster, `${namespace}/client`, address);
}

async function endsWith(pod: string, status: number): Promise<void> {
  await until(`${pod} ends with ${status}`, async () => {
    const [container] = mappings(await podOf(pod), 'status.containerStatuses');
    const found = number(container, 'state.terminated.exitCode');
    return found === status || `${found}`;
  });
}

async function podOf(name: string): Promise<unknown> {
  return (await cluster.client.send({ path: `/api/v1/namespaces/${namespace}/pods/${name}` })).body;
}

function apply(items: readonly object[]): Promise<string> {
  const list = { apiVersion: 'v1', kind: 'List', items };
  return kubectl(cluster, ['apply', '--filename=-'], JSON.stringify(list));
}
