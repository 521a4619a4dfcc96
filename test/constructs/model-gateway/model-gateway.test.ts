import { ModelGateway } from '../../../constructs/model-gateway/model-gateway';
import { COOKIE_SECRET_LENGTH, type ModelGatewayProps } from '../../../constructs/model-gateway/props';
import { deepFreeze } from '../../../values/object';
import type { Everything } from '../everything';
import { at, faultsOf, type Rendered, rendered } from '../rendered';

const everything: Everything<ModelGatewayProps> = {
  model: 'iris',
  modelUrl: 'http://iris.production-model-serving.svc:3000',
  requestTimeoutSeconds: 90,
  image: `quay.io/oauth2-proxy/oauth2-proxy:v7.15.5@sha256:${'0123456789abcdef'.repeat(4)}`,
  replicas: 2,
  priorityClassName: 'production',
  route: {
    hostname: 'iris.example.com',
    gateway: { name: 'public', namespace: 'gateway' },
    listener: 'production',
  },
  issuer: 'https://id.example.com/realms/production',
  clientId: 'models',
  clientSecret: { secret: 'oidc-client-models', key: 'client-secret' },
  cookieSecret: { secret: 'iris-cookies', key: 'seal' },
  caConfigMap: 'internal-ca',
  trustedProxies: '10.244.0.0/16',
};
const { caConfigMap: _, ...minimal } = { ...everything, replicas: 1 };

const of = (props: ModelGatewayProps) => rendered((chart) => new ModelGateway(chart, 'Gateway', props));
const all = of(deepFreeze(structuredClone(everything)));

const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers.0`;
const inPods = (path: string, from: Rendered = all) => at(from.one('Deployment'), path);

function itemsIn(path: string, from: Rendered = all): readonly unknown[] {
  const items = inPods(path, from);
  if (!Array.isArray(items)) throw new Error(`there must be a list at ${path}`);
  return items;
}

/** Options of the proxy by name. */
function optionsOf(from: Rendered = all): Readonly<Record<string, string>> {
  return Object.fromEntries(
    itemsIn(`${CONTAINER}.args`, from).map((arg) => /^--([^=]+)=(.*)$/.exec(String(arg))?.slice(1, 3) ?? []),
  );
}

describe('a ModelGateway', () => {
  test('has a budget where one pod may go, and nothing that it does not need', () => {
    const kinds = ['Deployment', 'HTTPRoute', 'Service', 'ServiceAccount'];
    expect(of(minimal).kinds).toEqual(kinds);
    expect(all.kinds).toEqual([...kinds, 'PodDisruptionBudget'].sort());
    expect(at(all.one('PodDisruptionBudget'), 'spec')).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('takes the place of the model behind its route, whose name stays the same', () => {
    const route = all.one('HTTPRoute/iris');
    expect(at(route, 'spec')).toMatchObject({
      hostnames: ['iris.example.com'],
      parentRefs: [{ name: 'public', namespace: 'gateway', sectionName: 'production' }],
      rules: [{ backendRefs: [{ name: 'iris-sign-in', port: 4180 }] }],
    });
    expect(all.names.filter((name) => name.endsWith('/iris'))).toEqual(['HTTPRoute/iris']);
  });

  test('is found by its Service, at the port on which it listens', () => {
    const service = all.one('Service');
    expect(inPods('spec.template.metadata.labels')).toMatchObject(Object(at(service, 'spec.selector')));
    expect(at(service, 'spec.selector')).toEqual({
      'app.kubernetes.io/name': 'iris-sign-in',
      'app.kubernetes.io/instance': 'production-model-serving',
    });
    const [port] = [inPods(`${CONTAINER}.ports.0`)];
    expect(at(service, 'spec.ports.0')).toMatchObject({ port: 4180, targetPort: at(port, 'name') });
    expect(optionsOf()['http-address']).toBe(`:${at(port, 'containerPort')}`);
  });

  test('finds its secrets as files, and none in an option or a variable', () => {
    const options = optionsOf();
    const files = { 'client-secret-file': 'oidc-client-models', 'cookie-secret-file': 'iris-cookies' };
    for (const [option, secret] of Object.entries(files)) {
      const own = itemsIn(`${POD}.volumes`).find((one) => at(one, 'secret.secretName') === secret);
      const mount = itemsIn(`${CONTAINER}.volumeMounts`).find((one) => at(one, 'name') === at(own, 'name'));
      expect(options[option]).toBe(`${at(mount, 'mountPath')}/${at(own, 'secret.items.0.path')}`);
    }
    expect(options).not.toHaveProperty('client-secret');
    expect(options).not.toHaveProperty('cookie-secret');
    expect(inPods(`${CONTAINER}.env`)).toEqual([]);
  });

  test('knows the issuer without asking it, so that it starts while that is away', () => {
    const oidc = `${everything.issuer}/protocol/openid-connect`;
    expect(optionsOf()).toMatchObject({
      'oidc-issuer-url': everything.issuer,
      'skip-oidc-discovery': 'true',
      'login-url': `${oidc}/auth`,
      'redeem-url': `${oidc}/token`,
      'oidc-jwks-url': `${oidc}/certs`,
      'client-id': 'models',
      'redirect-url': 'https://iris.example.com/oauth2/callback',
      'code-challenge-method': 'S256',
    });
  });

  test('trusts the internal authority where it is told of one, and the usual ones elsewhere', () => {
    expect(optionsOf()['provider-ca-file']).toBe('/ca/ca.crt');
    expect(inPods(`${POD}.volumes.3.configMap.name`)).toBe('internal-ca');
    expect(optionsOf(of(minimal))).not.toHaveProperty('provider-ca-file');
    expect(JSON.stringify(inPods(POD, of(minimal)))).not.toContain('configMap');
  });

  test('never sends a program to a form', () => {
    const options = optionsOf();
    expect(options).toMatchObject({
      'skip-jwt-bearer-tokens': 'true',
      'bearer-token-login-fallback': 'false',
      'oidc-email-claim': 'sub',
    });
    const api = new RegExp(String(options['api-route']));
    expect(['/classify', '/docs.json', '/a/b?c'].filter((path) => !api.test(path))).toEqual([]);
    expect(['/', '/?a=b'].filter((path) => api.test(path))).toEqual([]);
  });

  test('keeps what it sets at the browser to its own host, and renews it before the token ends', () => {
    expect(optionsOf()).toMatchObject({
      'cookie-name': expect.stringMatching(/^__Host-/),
      'cookie-samesite': 'lax',
      'cookie-refresh': '4m',
    });
    expect(optionsOf()).not.toHaveProperty('cookie-domain');
    // 32 bytes for AES-256, as the proxy reads letters and digits.
    expect(Buffer.from('a'.repeat(COOKIE_SECRET_LENGTH), 'base64url')).toHaveLength(32);
  });

  test('believes the gateway alone where a request comes from', () => {
    expect(optionsOf()).toMatchObject({ 'reverse-proxy': 'true', 'trusted-proxy-ip': '10.244.0.0/16' });
  });

  test.each([1, 60, 3600])('lets a model answer for %i s, and ends no request of its own', (seconds) => {
    const own = of({ ...everything, requestTimeoutSeconds: seconds });
    const patience = Number(/^(\d+)s$/.exec(String(optionsOf(own)['upstream-timeout']))?.[1]);
    expect(patience).toBeGreaterThan(seconds);
    const drain = Number(inPods(`${CONTAINER}.lifecycle.preStop.sleep.seconds`, own));
    expect(drain).toBeGreaterThan(2);
    expect(inPods(`${POD}.terminationGracePeriodSeconds`, own)).toBeGreaterThan(drain + patience);
  });

  test('is probed at paths that hide none of the model', () => {
    const options = optionsOf();
    expect(inPods(`${CONTAINER}.readinessProbe.httpGet.path`)).toBe(options['ready-path']);
    expect(inPods(`${CONTAINER}.livenessProbe.httpGet.path`)).toBe(options['ping-path']);
    for (const path of [options['ready-path'], options['ping-path']]) expect(path).toMatch(/^\/oauth2\//);
  });

  test('is given what it is told', () => {
    expect(optionsOf()['upstream']).toBe(everything.modelUrl);
    expect(inPods('spec.replicas')).toBe(2);
    expect(inPods(`${POD}.priorityClassName`)).toBe('production');
    expect(inPods(`${CONTAINER}.image`)).toBe(everything.image);
    expect(inPods(`${POD}.serviceAccountName`)).toBe(all.one('ServiceAccount').metadata.name);
  });

  test.each([
    ['issuer', 'http://id.example.com', "must be an HTTPS URL, got 'http://id.example.com'"],
    ['modelUrl', 'http://iris:3000/a', "must be an HTTP URL without a path, got 'http://iris:3000/a'"],
    ['replicas', 0, 'must be'],
    ['image', 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.5', 'must be an image'],
    ['trustedProxies', 'anybody', 'must be'],
    ['clientSecret', 'a-secret-in-code', 'must be an object'],
  ])('refuses %s %j', (key, value, message) => {
    const props = { ...everything, [key]: value };
    expect(faultsOf((chart) => new ModelGateway(chart, 'Gateway', props))).toEqual([
      expect.stringContaining(`\`${key}\` ${message}`),
    ]);
  });
});
