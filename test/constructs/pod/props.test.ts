import type { z } from 'zod';
import {
  type ResourcesProps,
  resources,
  type SecretRef,
  secretRef,
  urls,
} from '../../../constructs/pod/props';
import { parse } from '../../../values/parse';
import type { Everything } from '../everything';
import { thawed } from '../thawed';

const minimal = {
  requests: { cpu: '500m', memory: '1Gi' },
  limits: { memory: '2Gi' },
} satisfies ResourcesProps;

const everything: Everything<ResourcesProps> = {
  requests: { cpu: '500m', memory: '1Gi', ephemeralStorage: '1Gi' },
  limits: { cpu: '500m', memory: '1Gi', ephemeralStorage: '1Gi' },
};

/** What is wrong with a value: messages alone, since it stands below nothing. */
function complaints(schema: z.ZodType, value: unknown): readonly string[] {
  const parsed = parse(schema, value, 'iris');
  return 'faults' in parsed ? parsed.faults.map(({ message }) => message) : [];
}

describe('resources', () => {
  test('grant some local disk, and leave CPU without a limit', () => {
    expect(parse(resources, minimal, 'iris')).toEqual({
      value: {
        requests: { cpu: '500m', memory: '1Gi', ephemeralStorage: '256Mi' },
        limits: { memory: '2Gi', ephemeralStorage: '1Gi' },
      },
    });
  });

  test('are taken as they are where everything is said: a limit may be the request', () => {
    expect(parse(resources, everything, 'iris')).toEqual({ value: everything });
  });

  test.each([{ props: minimal }, { props: everything }])('are frozen to their leaves', ({ props }) => {
    expect(thawed(parse(resources, props, 'iris'), 'parsed')).toEqual(['parsed']);
  });

  test.each<[string, unknown, string]>([
    [
      'memory',
      { ...everything, limits: { ...everything.limits, memory: '1023Mi' } },
      '`limits.memory` must be at least the request of 1Gi, got 1023Mi; raise the limit or lower the request',
    ],
    [
      'cpu',
      { ...everything, limits: { ...everything.limits, cpu: '0.499' } },
      '`limits.cpu` must be at least the request of 500m, got 0.499; raise the limit or lower the request',
    ],
    [
      'ephemeralStorage',
      { ...everything, limits: { ...everything.limits, ephemeralStorage: '1023Mi' } },
      '`limits.ephemeralStorage` must be at least the request of 1Gi, got 1023Mi; raise the limit or lower the request',
    ],
  ])('a limit of %s must not be below the request', (_, props, message) => {
    expect(complaints(resources, props)).toEqual([message]);
  });
});

describe('a reference to a secret', () => {
  test.each<SecretRef>([
    { secret: 'broker', key: 'uri' },
    { secret: '7', key: '.dockerconfigjson' },
    { secret: `${'a'.repeat(252)}z`, key: 'k'.repeat(253) },
    { secret: 'broker.production-1', key: 'URI_1' },
  ])('is its name and a key: $secret', (reference) => {
    expect(complaints(secretRef, reference)).toEqual([]);
  });

  test.each(['', 'Broker', '-broker', 'broker-', 'bro ker', 'bröker', 'a'.repeat(254)])(
    'refuses %p as a name',
    (secret) => {
      expect(complaints(secretRef, { secret, key: 'uri' })).toEqual([
        expect.stringMatching(/^`secret` must be the name of a Secret, got '.*; use 'broker'$/),
      ]);
    },
  );

  test.each(['', 'a key', '/uri', 'uri\n', 'k'.repeat(254)])('refuses %p as a key', (key) => {
    expect(complaints(secretRef, { secret: 'broker', key })).toEqual([
      expect.stringMatching(/^`key` must be a key of a Secret, got '.*; use 'uri'$/s),
    ]);
  });

  test('is never a value', () => {
    // @ts-expect-error: a secret is named, never written
    const value: SecretRef = 'amqp://me:secret@broker';
    expect(complaints(secretRef, value)).toHaveLength(1);
  });
});

describe('URLs of other services', () => {
  const url = 'http://iris.production-model-serving.svc:3000';

  test.each([
    'M',
    'MODEL_URL',
    'HOMEPAGE',
    'MY_HOME',
    'PATHS',
    'PORT_2',
    'URL_2',
    'MY_BENTOML_URL',
    'BENTOMLISH',
  ])('may stand in %s', (variable) => {
    expect(complaints(urls, [{ variable, url }])).toEqual([]);
  });

  test.each([
    '',
    'model',
    'Model',
    'MODEL-URL',
    '2_URLS',
    '_URL',
    'HOME',
    'PATH',
    'PORT',
    'BENTOML_',
    'BENTOML_PORT',
  ])('may not stand in %p', (variable) => {
    expect(complaints(urls, [{ variable, url }])).toEqual([
      `\`0.variable\` must be an environment variable name other than HOME, PATH, PORT and BENTOML_…, got '${variable}'; use 'MODEL_URL'`,
    ]);
  });

  test.each(['https://iris', 'http://iris:3000', 'http://10.20.0.1/v1/predict', 'http://a-b.c_d'])(
    'are %s',
    (good) => {
      expect(complaints(urls, [{ variable: 'MODEL_URL', url: good }])).toEqual([]);
    },
  );

  test.each([
    '',
    'iris',
    'http://',
    'ftp://iris',
    'xhttp://iris',
    'http://me:secret@iris',
    'http://iris?a=b',
    'http://i s',
  ])('are not %p', (bad) => {
    expect(complaints(urls, [{ variable: 'MODEL_URL', url: bad }])).toEqual([
      `\`0.url\` must be an HTTP URL, got '${bad}'; use 'http://iris:3000'`,
    ]);
  });

  test('are one a variable, and each that is repeated is told', () => {
    const named = ['A_URL', 'B_URL', 'A_URL', 'B_URL'].map((variable) => ({ variable, url }));
    expect(complaints(urls, named)).toEqual([
      "`2.variable` must be used once, got 'A_URL' twice; rename one",
      "`3.variable` must be used once, got 'B_URL' twice; rename one",
    ]);
    expect(complaints(urls, named.slice(0, 2))).toEqual([]);
  });
});
