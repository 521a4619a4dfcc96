import { ModelService } from '../../../constructs/model-service/model-service';
import { show } from '../../../values/schema';
import { faultsOf } from '../rendered';
import { everything, IMAGE, minimal, scalings, triggers } from './fixtures';

type Change = Readonly<Record<string, unknown>>;

const failures = (change: Change) =>
  faultsOf((chart) => new ModelService(chart, 'iris', { ...minimal, ...change })).map((fault) =>
    fault.replace('production-model-serving/iris: ', ''),
  );
const { hpa, keda, fixed } = scalings;
const { cron, prometheus, rabbitmq } = triggers;
const inProgress = triggers['requests-in-progress'];
const scale = (change: Change, base: Change = keda) => ({
  scaling: { ...base, triggers: [cron], ...change },
});
const trigger = (change: Change, base: Change = cron) => scale({ triggers: [{ ...base, ...change }] });
const size = (requests: Change, limits: Change) => ({
  resources: {
    requests: { ...minimal.resources.requests, ...requests },
    limits: { ...minimal.resources.limits, ...limits },
  },
});
const LABEL = 'lower-case letters, digits and hyphens, a letter first';

describe('a ModelService refuses', () => {
  test.each<[string, Change, string]>([
    [
      'a name of which KEDA could make no HPA',
      { name: 'i'.repeat(55) },
      `\`name\` must be a DNS label of at most 54 characters: ${LABEL}, got '${'i'.repeat(55)}'; use 'iris'`,
    ],
    [
      'an image that may change',
      { image: 'models/iris:latest' },
      "`image` must be an image pinned by digest, got 'models/iris:latest'; use 'models/iris@sha256:…'",
    ],
    ['a key that nobody knows', { replica: 2 }, 'must not have `replica`; remove it or correct its name'],
    [
      'a request without end',
      { requestTimeoutSeconds: 3601 },
      '`requestTimeoutSeconds` must be a whole number of seconds from 1 to 3600, got 3601',
    ],
    [
      'a model that never loads',
      { loadTimeoutSeconds: 9 },
      '`loadTimeoutSeconds` must be a whole number of seconds from 10 to 3600, got 9',
    ],
    [
      'a limit on memory below the request',
      size({ memory: '2Gi' }, { memory: '2047Mi' }),
      '`resources.limits.memory` must be at least the request of 2Gi, got 2047Mi; raise the limit or lower the request',
    ],
    [
      'a limit on CPU below the request',
      size({ cpu: '2' }, { cpu: '1999m' }),
      '`resources.limits.cpu` must be at least the request of 2, got 1999m; raise the limit or lower the request',
    ],
    [
      'a limit on disk below the request',
      size({ ephemeralStorage: '2Gi' }, {}),
      '`resources.limits.ephemeralStorage` must be at least the request of 2Gi, got 1Gi; raise the limit or lower the request',
    ],
    [
      'memory without a unit',
      size({ memory: '512' }, {}),
      "`resources.requests.memory` must be bytes above 0 in Mi, Gi or Ti, got '512'; use '512Mi' or '16Gi'",
    ],
    [
      'no CPU',
      size({ cpu: '0m' }, {}),
      "`resources.requests.cpu` must be CPU above 0 in cores or thousandths of one, got '0m'; use '500m' or '2'",
    ],
    [
      'bounds of vertical scaling that exclude each other',
      { verticalScaling: { minMemory: '1Gi', maxMemory: '1023Mi' } },
      '`verticalScaling.maxMemory` must be at least `minMemory` (1Gi), got 1023Mi; raise it',
    ],
    [
      'a mode of vertical scaling that is on its way out',
      { verticalScaling: { ...everything.verticalScaling, updateMode: 'Auto' } },
      "`verticalScaling.updateMode` must be one of 'Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', got 'Auto'",
    ],
    [
      'a host name that is none',
      { route: { ...everything.route, hostname: 'https://iris' } },
      "`route.hostname` must be a domain of at least two labels and at most 253 characters in lower case, without scheme, port or final dot, got 'https://iris'; use 'production.example.com'",
    ],
    [
      'one variable for two URLs',
      { urls: [everything.urls[0], everything.urls[0]] },
      "`urls.1.variable` must be used once, got 'DIGITS_URL' twice; rename one",
    ],
    ...['HOME', 'PATH', 'PORT', 'BENTOML_PORT', 'model'].map((variable): [string, Change, string] => [
      `a URL in ${variable}`,
      { urls: [{ variable, url: 'http://iris:3000' }] },
      `\`urls.0.variable\` must be an environment variable name other than HOME, PATH, PORT and BENTOML_…, got '${variable}'; use 'MODEL_URL'`,
    ]),
    [
      'a URL with credentials',
      { urls: [{ variable: 'MODEL_URL', url: 'http://me:secret@iris' }] },
      "`urls.0.url` must be an HTTP URL, got 'http://me:secret@iris'; use 'http://iris:3000'",
    ],
  ])('%s', (_, change, fault) => {
    expect(failures(change)).toEqual([fault]);
  });

  test.each<[string, Change, string]>([
    [
      'an unknown kind',
      { scaling: { kind: 'vpa' } },
      "`scaling.kind` must be one of 'fixed', 'hpa', 'keda', got 'vpa'",
    ],
    [
      'two scalers in one',
      { scaling: { ...hpa, replicas: 2 } },
      '`scaling` must not have `replicas`; remove it or correct its name',
    ],
    [
      'no pod at all',
      { scaling: { ...fixed, replicas: 0 } },
      '`scaling.replicas` must be a whole number of replicas from 1 to 100, got 0',
    ],
    [
      'an HPA from no pod',
      { scaling: { ...hpa, minReplicas: 0 } },
      '`scaling.minReplicas` must be a whole number of replicas from 1 to 100, got 0',
    ],
    [
      'an HPA that shrinks',
      { scaling: { ...hpa, minReplicas: 3, maxReplicas: 2 } },
      '`scaling.maxReplicas` must be at least `minReplicas` (3), got 2; raise it',
    ],
    [
      'KEDA that shrinks',
      scale({ minReplicas: 3, maxReplicas: 2, triggers: [rabbitmq] }),
      '`scaling.maxReplicas` must be at least `minReplicas` (3), got 2; raise it',
    ],
    [
      'KEDA without a trigger',
      scale({ triggers: [] }),
      '`scaling.triggers` must be at least one trigger, got []',
    ],
    [
      'an unknown trigger',
      trigger({ type: 'cpu' }),
      "`scaling.triggers.0.type` must be one of 'requests-in-progress', 'prometheus', 'cron', 'rabbitmq', got 'cpu'",
    ],
    [
      'a sleep that nothing ends',
      { prometheusUrl: everything.prometheusUrl, ...scale({ minReplicas: 0, triggers: [inProgress] }) },
      '`scaling.minReplicas` must be at least 1, got 0: with no pod there are no requests in progress to wake one; raise it or add another trigger',
    ],
    [
      'a clock that wants no more than the minimum',
      trigger({ desiredReplicas: 2 }),
      '`scaling.triggers.0.desiredReplicas` must be above `minReplicas` (2) and at most `maxReplicas` (5), got 2',
    ],
    [
      'a clock that wants more than the maximum',
      trigger({ desiredReplicas: 6 }),
      '`scaling.triggers.0.desiredReplicas` must be above `minReplicas` (2) and at most `maxReplicas` (5), got 6',
    ],
    [
      'a clock that ends when it begins',
      trigger({ end: cron.start }),
      "`scaling.triggers.0.end` must not be the same as `start`, got '0 8 * * 1-5'",
    ],
    [
      'a clock in no zone',
      trigger({ timeZone: 'Sao_Paulo' }),
      "`scaling.triggers.0.timeZone` must be a time zone of the IANA database by area and place, or UTC, got 'Sao_Paulo'; use 'America/Sao_Paulo'",
    ],
    [
      'a threshold of nothing',
      { prometheusUrl: everything.prometheusUrl, ...trigger({ threshold: 0 }, prometheus) },
      '`scaling.triggers.0.threshold` must be a number above 0, got 0',
    ],
    [
      'a query of nothing',
      { prometheusUrl: everything.prometheusUrl, ...trigger({ query: ' ' }, prometheus) },
      "`scaling.triggers.0.query` must be a PromQL query, got ' '",
    ],
    ...['', '::', 'a b', 'a'.repeat(129)].map((queueName): [string, Change, string] => [
      `a queue called '${queueName}'`,
      trigger({ queueName }, rabbitmq),
      `\`scaling.triggers.0.queueName\` must be a queue name of at most 128 letters, digits and \`._:-\`, got ${show(queueName)}; use 'images'`,
    ]),
    [
      'two queues with one name for their credentials',
      scale({ triggers: [rabbitmq, { ...rabbitmq, queueName: 'images_NEW' }] }),
      "`scaling.triggers.1.queueName` must differ from the queue 'Images.new' in a letter or digit, got 'images_NEW'; the credentials of both would have one name",
    ],
    [
      'a secret in the place of its name',
      trigger({ host: 'amqp://me:secret@broker' }, rabbitmq),
      "`scaling.triggers.0.host` must be an object, got 'amqp://me:secret@broker'",
    ],
    [
      'a Secret that can have no such name',
      trigger({ host: { secret: 'Broker', key: 'uri' } }, rabbitmq),
      "`scaling.triggers.0.host.secret` must be the name of a Secret, got 'Broker'; use 'broker'",
    ],
    [
      'a key that can have no such name',
      trigger({ host: { secret: 'broker', key: 'a key' } }, rabbitmq),
      "`scaling.triggers.0.host.key` must be a key of a Secret, got 'a key'; use 'uri'",
    ],
    ...[inProgress, prometheus].map((asks): [string, Change, string] => [
      `${asks.type} without a Prometheus`,
      scale({ triggers: [asks] }),
      '`prometheusUrl` must be set for a trigger on metrics; name the Prometheus that scrapes the model',
    ]),
  ])('scaling by %s', (_, change, fault) => {
    expect(failures(change)).toEqual([fault]);
  });

  test('everything at once, and tells all of it', () => {
    const change = { name: 'Iris', image: 'iris', ...size({ cpu: 'lots' }, { memory: '512' }) };
    expect(failures(change)).toHaveLength(4);
  });

  test.each<[string, Change]>([
    ['bounds of memory that are one', { verticalScaling: { minMemory: '1Gi', maxMemory: '1024Mi' } }],
    ['an HPA that stands still', { scaling: { ...hpa, minReplicas: 2, maxReplicas: 2 } }],
    ['a clock that wants the maximum', trigger({ desiredReplicas: 5 })],
    [
      'a sleep that a query ends',
      { ...scale({ minReplicas: 0, triggers: [prometheus] }), prometheusUrl: 'http://prometheus' },
    ],
    ['a name of which KEDA can just make an HPA', { name: 'i'.repeat(54) }],
  ])('but not %s', (_, change) => {
    expect(failures(change)).toEqual([]);
  });

  test('nothing in its fixtures', () => {
    expect(failures({})).toEqual([]);
    expect(failures({ ...everything, image: IMAGE })).toEqual([]);
  });
});
