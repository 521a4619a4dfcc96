import { readFileSync } from 'node:fs';
import { built } from './builder';
import { configOf } from './layout';
import { ready, request } from './request';
import { type Container, firstProcess, type Root, remove, start, unpacked } from './sandbox';

/** What the Deployment sets: constructs/model-service/deployment.ts */
const ENV = {
  BENTOML_DO_NOT_TRACK: 'True',
  BENTOML_HOME: '/tmp/bentoml',
  BENTOML_PORT: '3000',
  BENTOML_TIMEOUT: '60',
  HOME: '/tmp',
};

const SERVICES = [
  {
    name: 'iris',
    rows: [
      [5.1, 3.5, 1.4, 0.2],
      [6.7, 3.1, 4.4, 1.4],
      [6.3, 3.3, 6.0, 2.5],
    ],
    classes: [0, 1, 2],
    features: 4,
  },
  { name: 'digits', rows: [zero()], classes: [0], features: 64 },
];

/** The first row of scikit-learn's digits: a zero. */
function zero(): number[] {
  const pixels =
    '0 0 5 13 9 1 0 0 0 0 13 15 10 15 5 0 0 3 15 2 0 11 8 0 0 4 12 0 0 8 8 0 ' +
    '0 5 8 0 0 9 8 0 0 4 11 0 1 12 7 0 0 2 14 5 10 12 0 0 0 0 6 13 10 0 0 0';
  return pixels.split(' ').map(Number);
}

describe.each(SERVICES)('$name, started as a pod starts it', ({ name, rows, classes, features }) => {
  let root: Root;
  let container: Container;

  beforeAll(async () => {
    root = unpacked(await built(name));
    container = start(root, { env: ENV, network: 'none' });
    await ready(container);
  });

  afterAll(async () => {
    await container?.stop();
    if (root !== undefined) remove(root);
  });

  test('is live, ready and healthy', async () => {
    for (const path of ['/livez', '/readyz', '/healthz'])
      expect(await request(container, path)).toMatchObject({ status: 200 });
  });

  test('classifies', async () => {
    const answer = await request(container, '/classify', { input_data: rows });
    expect(answer).toEqual({ status: 200, body: JSON.stringify(classes).replaceAll(',', ', ') });
  });

  test.each([
    ['rows of another length', { input_data: [[1, 2, 3]] }],
    ['words', { input_data: [Array(features).fill('a')] }],
    ['no rows', {}],
  ])('refuses %s with 400', async (_, body) => {
    expect(await request(container, '/classify', body)).toMatchObject({ status: 400 });
  });

  test('tells Prometheus of the requests in progress, on which it is scaled', async () => {
    const { body } = await request(container, '/metrics');
    expect(body).toMatch(
      new RegExp(`^bentoml_service_request_in_progress\\{.*service_name="${name}".*\\} 0\\.0$`, 'm'),
    );
  });

  test('runs as user 10001 without groups or a writable root', () => {
    const first = firstProcess(container.holder);
    const status = readFileSync(`/proc/${first}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m);
    expect(status).toMatch(/^Groups:\t *$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    const mounts = readFileSync(`/proc/${first}/mounts`, 'utf8').split('\n');
    expect(mounts.filter((line) => line.split(' ')[1] === '/')).toEqual([expect.stringMatching(/ ro[ ,]/)]);
  });

  test('names its port, its user and its platform', () => {
    expect(configOf(`.build/images/${name}`)).toMatchObject({
      architecture: 'amd64',
      os: 'linux',
      config: { User: '10001:10001', ExposedPorts: { '3000/tcp': {} } },
    });
  });

  test('ends by itself when the kubelet asks it to', async () => {
    container.signal('SIGTERM');
    expect(await container.ended).toBe(0);
  });
});
