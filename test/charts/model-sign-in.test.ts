import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { at } from '../constructs/rendered';
import { changed, withoutKeycloak } from '../environments/change';
import { built } from './built';

function of(environment: string, application = 'model-serving', from = inventory) {
  const [cluster] = resolveInventory(from);
  if (cluster === undefined) throw new Error('there must be a cluster');
  return built(cluster, environment, application);
}

const CONTAINER = 'spec.template.spec.containers.0';
const sign = /sign-in|oidc|vault/;
const policies = (from = inventory) =>
  of('production', 'model-serving', from).names.filter((name) => /^NetworkPolicy\/.*digits/.test(name));

describe('a model that people sign in to', () => {
  const all = of('production');
  const args = () => JSON.stringify(at(all.one('Deployment/digits-sign-in'), `${CONTAINER}.args`));

  test('is reached from outside through its proxy alone, within the cluster past it', () => {
    expect(at(all.one('HTTPRoute/digits'), 'spec.rules.0.backendRefs.0')).toMatchObject({
      name: 'digits-sign-in',
      port: 4180,
    });
    expect(policies()).toEqual(
      [
        'digits-from-digits-sign-in',
        'digits-from-monitoring-prometheus',
        'digits-sign-in-from-gateway-traefik',
        'digits-sign-in-to-digits',
        'digits-sign-in-to-gateway-traefik',
      ].map((name) => `NetworkPolicy/${name}`),
    );
    expect(
      at(
        of('proxmox', 'gateway').one('NetworkPolicy/traefik-to-production-model-serving-digits-sign-in'),
        'spec.egress.0.ports',
      ),
    ).toEqual([{ protocol: 'TCP', port: 4180 }]);
  });

  test('leaves an open neighbour as it is', () => {
    expect(at(all.one('HTTPRoute/iris'), 'spec.rules.0.backendRefs.0')).toMatchObject({
      name: 'iris',
      port: 3000,
    });
    expect(all.names).toContain('NetworkPolicy/iris-from-gateway-traefik');
    expect(all.names).not.toContain('Deployment/iris-sign-in');
  });

  test('has a proxy that goes by the realm and the client of the environment', () => {
    const client = at(all.one('ExternalSecret/oidc-client-models'), 'spec.data.0');
    expect(at(client, 'remoteRef')).toMatchObject({ key: 'oidc-clients/models', property: 'client-secret' });
    expect(args()).toContain('--oidc-issuer-url=https://id.production.data-frost.example/realms/production"');
    expect(args()).toContain('--client-id=models"');
    expect(args()).toContain(`--client-secret-file=/secrets/oidc-client-models/${at(client, 'secretKey')}"`);
    expect(args()).toContain('--upstream=http://digits.production-model-serving.svc:3000"');
  });

  test('leads back to an address that the client admits', () => {
    const [cluster] = resolveInventory(inventory);
    const { keycloak } = cluster?.environments.find(({ name }) => name === 'production') ?? {};
    const uris = keycloak?.realm.clients.find(({ id }) => id === 'models')?.redirectUris;
    expect(uris).toEqual(['https://digits.production.data-frost.example/oauth2/callback']);
    expect(args()).toContain(`--redirect-url=${uris?.[0]}"`);
  });

  test('has cookies that are sealed with a value of its own, which is made up once', () => {
    expect(at(all.one('PushSecret/digits-sign-in'), 'spec')).toMatchObject({
      updatePolicy: 'IfNotExists',
      data: [
        {
          match: {
            remoteRef: { remoteKey: 'production-model-serving/digits-sign-in', property: 'cookie-secret' },
          },
        },
      ],
    });
    expect(at(all.one('Password/digits-sign-in'), 'spec.length')).toBe(43);
    expect(at(all.one('ExternalSecret/digits-sign-in'), 'spec.data.0.remoteRef')).toMatchObject({
      key: 'production-model-serving/digits-sign-in',
      property: 'cookie-secret',
    });
  });

  test('is in a namespace that trusts the internal authority', () => {
    const labels = (environment: string) =>
      of(environment, 'namespaces').one(`Namespace/${environment}-model-serving`).metadata.labels;
    expect(labels('production')).toHaveProperty(['data-frost.example/internal-ca'], 'true');
    expect(labels('development')).not.toHaveProperty(['data-frost.example/internal-ca']);
  });

  test('has as many proxies as it has pods at least, but no more than two', () => {
    const replicas = (scaling: unknown) =>
      at(
        of('staging', 'model-serving', changed('staging.modelServing.models.digits.scaling', scaling)).one(
          'Deployment/digits-sign-in',
        ),
        'spec.replicas',
      );
    expect(replicas({ kind: 'fixed', replicas: 1 })).toBe(1);
    expect(replicas({ kind: 'fixed', replicas: 3 })).toBe(2);
  });
});

test('the proxy reaches the issuer by the virtual address where pods do', () => {
  const outside = changed('proxmox.inClusterEntry', 'virtual-ip');
  expect(policies(outside)).not.toContain('NetworkPolicy/digits-sign-in-to-gateway-traefik');
  const policy = of('production', 'model-serving', outside).one('NetworkPolicy/digits-sign-in-to-virtual-ip');
  expect(at(policy, 'spec.egress.0')).toEqual({
    to: [{ ipBlock: { cidr: '10.20.0.10/32' } }],
    ports: [{ protocol: 'TCP', port: 443 }],
  });
});

test('the proxy trusts the usual authorities where the certificates are of one', () => {
  const acme = changed('proxmox.gatewayCertificates', {
    issuer: 'acme',
    server: 'https://acme.example.com/directory',
    email: 'platform@example.com',
    nameServer: '10.20.1.53',
    keyName: 'acme.example.com',
  });
  const args = (from = inventory) =>
    at(of('production', 'model-serving', from).one('Deployment/digits-sign-in'), `${CONTAINER}.args`);
  expect(args()).toContain('--provider-ca-file=/ca/ca.crt');
  expect(args(acme)).not.toContain('--provider-ca-file=/ca/ca.crt');
});

test('where every model is open there is nothing to sign in with', () => {
  expect(of('development').names.filter((name) => sign.test(name))).toEqual([]);
  expect(of('staging', 'model-serving', withoutKeycloak()).names.filter((name) => sign.test(name))).toEqual(
    [],
  );
  expect(of('staging').names.filter((name) => sign.test(name))).not.toEqual([]);
});
