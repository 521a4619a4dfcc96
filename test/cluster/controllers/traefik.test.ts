import { X509Certificate } from 'node:crypto';
import { at, list, mapping, mappings, text } from '../../../checks/readers/read';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import { applicationsIn, awaitSynced } from '../argo-cd/applications';
import { conditionOf } from '../condition';
import { clusterLiteral, clusterUnderTest, distObjects } from '../ground';
import { type Answer, ask, type Question } from '../network/request';
import { until } from '../session/until';
import { objectOf, places } from './lookup';

const NOWHERE = 'nowhere.example';
const { balancers, nodes, virtualIp } = clusterLiteral;
/** Each balancer asks each worker: every way that a request can come. */
const ways = balancers.flatMap(({ address: from }) =>
  nodes.filter(({ role }) => role === 'worker').map(({ address }) => ({ from, address })),
);
const hosts = distObjects
  .filter((object) => object.kind === 'HTTPRoute' && groupOf(object) === 'gateway.networking.k8s.io')
  .flatMap((route) => list(route, 'spec.hostnames').map((host) => [String(host), route] as const));
const cluster = clusterUnderTest();

beforeAll(() => awaitSynced(cluster.client, applicationsIn(distObjects)));

test.each(places('Gateway', 'gateway.networking.k8s.io'))(
  'the Gateway %s/%s is at the virtual address of the balancers',
  async (namespace, name) => {
    const path = `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways/${name}`;
    const gateway = await until(`${namespace}/${name} is Programmed`, async () => {
      const { body } = await cluster.client.send({ path });
      return conditionOf(body, 'Programmed') === 'True' ? mapping(body) : JSON.stringify(at(body, 'status'));
    });
    expect(mappings(gateway, 'status.addresses').map(({ value }) => value)).toEqual([virtualIp]);
  },
);

test.each(hosts)(
  'https://%s leads to what serves it, with the certificate of its listener',
  async (host, route) => {
    const expected = { status: 200, fingerprint: await fingerprintFor(route) };
    const path = readinessPathOf(route);
    for (const way of ways) await untilAnswer({ ...way, scheme: 'https', host, path }, expected);
  },
);

test.each(hosts)('http://%s is sent to HTTPS', async (host) => {
  for (const way of ways) {
    const { status, location } = await askWorker({ ...way, scheme: 'http', host, path: '/readyz' });
    expect({ status, location: new URL(location ?? '').href }).toEqual({
      status: 301,
      location: `https://${host}/readyz`,
    });
  }
});

test('another host is not found', async () => {
  for (const way of ways) {
    const answer = await askWorker({ ...way, scheme: 'https', host: NOWHERE, path: '/readyz' });
    expect(answer.status).toBe(404);
  }
});

test('who is no balancer gets no answer', async () => {
  const [{ address } = { address: '' }] = ways;
  const [from] = cluster.plan.controlPlane;
  const asked = askWorker({ from, address, scheme: 'https', host: NOWHERE, path: '/readyz' });
  await expect(asked).rejects.toThrow('no answer within');
});

/** Where the pods behind a route, a model's or those of the sign-in in front of it, say that they are ready. */
function readinessPathOf(route: KubernetesObject): string {
  const [rule] = mappings(route, 'spec.rules');
  const [backend] = mappings(rule, 'backendRefs');
  const { namespace = '' } = route.metadata;
  const [container] = mappings(
    objectOf('Deployment', [namespace, text(backend, 'name') ?? '']),
    'spec.template.spec.containers',
  );
  return text(container, 'readinessProbe.httpGet.path') ?? '/';
}

/** Of the certificate in the Secret that the listener of a route names. */
async function fingerprintFor(route: KubernetesObject): Promise<string> {
  const [parent] = mappings(route, 'spec.parentRefs');
  const namespace = text(parent, 'namespace') ?? route.metadata.namespace ?? '';
  const gateway = objectOf('Gateway', [namespace, text(parent, 'name') ?? '']);
  const section = text(parent, 'sectionName');
  const listener = mappings(gateway, 'spec.listeners').find(({ name }) => name === section);
  const [reference] = mappings(listener, 'tls.certificateRefs');
  const path = `/api/v1/namespaces/${namespace}/secrets/${text(reference, 'name')}`;
  const { body } = await cluster.client.send({ path });
  const certificate = String(mapping(body, 'data')['tls.crt']);
  return new X509Certificate(Buffer.from(certificate, 'base64')).fingerprint256;
}

type Asked = Omit<Question, 'to'> & { readonly address: string };

/** Asks at the port of a worker, as a balancer does. */
function askWorker({ address, ...question }: Asked): Promise<Answer> {
  return ask({
    ...question,
    to: { address, port: clusterLiteral.gateway.controller.nodePorts[question.scheme] },
  });
}

async function untilAnswer(question: Asked, expected: Answer): Promise<void> {
  await until(`${question.address} answers ${JSON.stringify(expected)}`, async () => {
    const found = JSON.stringify(await askWorker(question).catch(String));
    return found === JSON.stringify(expected) || found;
  });
}
