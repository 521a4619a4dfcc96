import { mappings, text } from '../../../checks/readers/read';
import { CALLBACK_PATH } from '../../../constructs/model-gateway/props';
import { SECRET_RESTARTS } from '../../../constructs/secret-restarts/props';
import { OIDC_CLIENTS } from '../../../environments/oidc-clients';
import { get } from '../../cluster/get';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { type Ask, publicGateway } from '../access/gateway';
import { runNow } from '../access/jobs';
import {
  ADMIN_HOST,
  type Administrator,
  administrator,
  behindGateway,
  bodyOf,
  cookiesOf,
  makePerson,
  type Person,
  PUBLIC_HOST,
  removePerson,
  signIn,
  tokenOfClient,
} from '../access/keycloak';
import { mergeEnvironment } from '../access/merge';
import { makeProgram, removeProgram, removeRealm } from '../access/programs';
import { askVault, operatorToken } from '../access/vault';
import { clusterUnderTest, environment, namespaces, secretValue } from '../ground';
import { guarded } from '../inventory';

const cluster = clusterUnderTest();
const host = `${guarded.name}.${environment.domain}`;
const realm = environment.keycloak?.realm.name ?? '';
const other = 'realm-of-others';
const ida: Person = { name: 'ida', password: 'correct zebra battery staple 7' };
const ours = 'program-of-ours';
const lost = 'program-of-another';
const brief = 'program-of-a-second';

let ask: Ask;
let keycloak: Administrator;

beforeAll(async () => {
  ask = await publicGateway(cluster);
  keycloak = await administrator(cluster);
  await clear();
  await makeProgram(keycloak, realm, ours, { audience: OIDC_CLIENTS.models });
  await makeProgram(keycloak, realm, lost, { audience: OIDC_CLIENTS.vault });
  await makeProgram(keycloak, realm, brief, { audience: OIDC_CLIENTS.models, lifespan: 1 });
  await keycloak.send('POST', '', { realm: other, enabled: true });
  await makeProgram(keycloak, other, ours, { audience: OIDC_CLIENTS.models });
  await makePerson(keycloak, realm, ida, []);
});

afterAll(clear);

describe('a model that asks for sign-in', () => {
  test('answers a program that has a token for it', async () => {
    expect(await classify(await tokenFrom(realm, ours))).toBe(200);
  });

  test('refuses one without a token', async () => {
    expect(await classify()).toBe(401);
  });

  test('refuses a token for another audience', async () => {
    expect(await classify(await tokenFrom(realm, lost))).toBe(403);
  });

  test('refuses a token of another realm, for the same audience', async () => {
    expect(await classify(await tokenFrom(other, ours))).toBe(403);
  });

  test('refuses a token that has expired', async () => {
    const token = await tokenFrom(realm, brief);
    await until('it is refused', async () => (await classify(token)) === 403 || 'still taken', {
      seconds: 90,
      every: 2000,
    });
  });

  test('leads a person to Keycloak and back, and answers then', async () => {
    const first = await ask({ host, path: '/' });
    const start = new URL(first.headers.location ?? '');
    expect([first.status, start.hostname]).toEqual([302, PUBLIC_HOST]);
    const back = await signIn(ask, start.href, ida);
    expect([back.hostname, back.pathname]).toEqual([host, CALLBACK_PATH]);
    const path = `${back.pathname}${back.search}`;
    const done = await ask({ host, path, headers: { cookie: cookiesOf(first) } });
    expect(done.status).toBe(302);
    const headers = { cookie: cookiesOf(done) };
    expect((await ask({ host, path: '/classify', method: 'POST', headers, body: {} })).status).toBe(200);
  });

  test('takes nobody else back from Keycloak', async () => {
    const path = `${CALLBACK_PATH}?state=forged%3A%2F&code=forged`;
    expect((await ask({ host, path })).status).toBe(403);
  });
});

test('a secret that is rotated in the vault reaches the pods of its model', async () => {
  const secrets = [{ secret: 'broker', keys: ['uri'], reload: 'restart' as const }];
  await enter('first');
  try {
    await mergeEnvironment(cluster, 'a model reads a secret', ({ modelServing, ...environment }) => {
      if (modelServing === undefined) throw new Error(`${environment.name} must have models`);
      const models = modelServing.models.map((model) =>
        model.name === guarded.name ? { ...model, secrets } : model,
      );
      return { ...environment, modelServing: { ...modelServing, models } };
    });
    const before = await onlyPod('the pod reads the secret', ({ secrets }) => secrets.includes('broker'));
    // What it sees for the first time it takes for up to date.
    const { type } = await runNow(cluster, namespaces.models, SECRET_RESTARTS);
    expect(type).toBe('Complete');
    const start = Date.now();
    await enter('second');
    await onlyPod('its pod is a new one', ({ uid }) => uid !== before.uid);
    measured('from the vault into a new pod', secondsSince(start));
    expect(await secretValue(cluster, namespaces.models, 'broker', 'uri')).toBe('second');
  } finally {
    await mergeEnvironment(cluster, 'the environment under test', (environment) => environment);
  }
});

async function enter(uri: string): Promise<void> {
  const token = await operatorToken(cluster);
  const path = `kv/data/${namespaces.models}/broker`;
  const { status } = await askVault(cluster, { path, token, method: 'POST', body: { data: { uri } } });
  expect(status).toBe(200);
}

/** Waits until the model has one pod, which is ready and as wanted. */
function onlyPod(what: string, isWanted: (pod: ModelPod) => boolean): Promise<ModelPod> {
  return until(
    what,
    async () => {
      const pods = await podsOf(guarded.name);
      const [only] = pods;
      if (only !== undefined && pods.length === 1 && only.ready && isWanted(only)) return only;
      return pods.map(({ name, ready }) => `${name}: ready ${ready}`).join();
    },
    { seconds: 600, every: 2000 },
  );
}

interface ModelPod {
  readonly name: string;
  readonly uid: string;
  readonly ready: boolean;
  /** Secrets that it mounts. */
  readonly secrets: readonly string[];
}

async function podsOf(model: string): Promise<readonly ModelPod[]> {
  const selector = encodeURIComponent(`app.kubernetes.io/name=${model}`);
  const list = await get(cluster, `/api/v1/namespaces/${namespaces.models}/pods?labelSelector=${selector}`);
  return mappings(list, 'items').map((pod) => ({
    name: text(pod, 'metadata.name') ?? '',
    uid: text(pod, 'metadata.uid') ?? '',
    ready: mappings(pod, 'status.conditions').some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ),
    secrets: mappings(pod, 'spec.volumes').flatMap((volume) => text(volume, 'secret.secretName') ?? []),
  }));
}

async function classify(token?: string): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await ask({ host, path: '/classify', method: 'POST', headers, body: {} })).status;
}

async function tokenFrom(from: string, id: string): Promise<string> {
  const [where, name] = from === realm ? [ask, PUBLIC_HOST] : [behindGateway(cluster), ADMIN_HOST];
  const reply = await tokenOfClient(where, name, from, { id, secret: id });
  expect(reply.status).toBe(200);
  return text(bodyOf(reply), 'access_token') ?? '';
}

async function clear(): Promise<void> {
  await removePerson(keycloak, realm, ida.name);
  await removeRealm(keycloak, other);
  for (const id of [ours, lost, brief]) await removeProgram(keycloak, realm, id);
}
