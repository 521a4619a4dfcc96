import { issuerOf } from '../../constructs/keycloak/props';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { isObject } from '../../values/object';
import { at } from '../constructs/rendered';
import { changed } from '../environments/change';
import { built } from './built';

function of(environment: string, from = inventory) {
  const [cluster] = resolveInventory(from);
  if (cluster === undefined) throw new Error('there must be a cluster');
  return built(cluster, environment, 'keycloak');
}

/** What the realm is to hold, as the reconciler is told. */
function stateOf(environment: string): unknown {
  const maps = of(environment).objects.filter(({ kind }) => kind === 'ConfigMap');
  const found = maps.find((map) => isObject(map['data']) && Object.hasOwn(map['data'], 'state.json'));
  return JSON.parse(String(at(found, ['data', 'state.json'])));
}

function clientsOf(environment: string): readonly unknown[] {
  const clients = at(stateOf(environment), 'clients');
  return Array.isArray(clients) ? clients : [];
}

const idsOf = (environment: string) => clientsOf(environment).map((client) => at(client, 'id'));

test('Argo CD signs people in at the platform’s environment alone', () => {
  expect(idsOf('production')).toEqual(['vault', 'argo-cd', 'models']);
  expect(idsOf('staging')).toEqual(['vault', 'models']);
  // All of its models are open.
  expect(idsOf('development')).toEqual(['vault']);
});

test('people return to exact addresses of their own environment', () => {
  expect(clientsOf('staging').map((client) => at(client, 'redirectUris'))).toEqual([
    [
      'https://vault.internal.staging.data-frost.example:30444/ui/vault/auth/oidc/oidc/callback',
      'http://localhost:8250/oidc/callback',
    ],
    ['https://digits.staging.data-frost.example/oauth2/callback'],
  ]);
});

test('each token names its client, so that no other takes it, and the groups', () => {
  for (const client of clientsOf('production'))
    expect(at(client, 'mappers')).toEqual([
      { kind: 'groups', claim: 'groups' },
      { kind: 'audience', audience: at(client, 'id') },
    ]);
});

test('each confidential client has a secret that is made up once and reaches the reconciler as a file', () => {
  const { names } = of('production');
  for (const id of ['vault', 'argo-cd', 'models']) {
    for (const kind of ['Password', 'PushSecret', 'ExternalSecret'])
      expect(names).toContain(`${kind}/oidc-client-${id}`);
    const push = of('production').one(`PushSecret/oidc-client-${id}`);
    expect(at(push, 'spec.data.0.match.remoteRef')).toEqual({
      remoteKey: `oidc-clients/${id}`,
      property: 'client-secret',
    });
    expect(JSON.stringify(at(of('production').one('CronJob'), 'spec'))).toContain(
      `"mountPath":"/secrets/${id}"`,
    );
  }
});

test('the first administrator’s secret reaches the run after a sync alone', () => {
  expect(JSON.stringify(of('production').one('Job'))).toContain('/secrets/bootstrap');
  expect(JSON.stringify(of('production').one('CronJob'))).not.toContain('/secrets/bootstrap');
});

test('the file that Keycloak reads has its option, the other key the secret alone', () => {
  expect(at(of('staging').one('ExternalSecret/keycloak-bootstrap'), 'spec.target.template.data')).toEqual({
    'client-secret': '{{ .secret }}',
    'keycloak.conf': 'bootstrap-admin-client-secret={{ .secret }}\n',
  });
});

test('the proxies that are believed are the pods of the cluster', () => {
  const env = at(
    of('production', changed('proxmox.network.podCidr', '10.245.0.0/16')).one('StatefulSet'),
    'spec',
  );
  expect(JSON.stringify(env)).toContain('{"name":"KC_PROXY_TRUSTED_ADDRESSES","value":"10.245.0.0/16"}');
});

test('an image of one’s own is pulled with credentials and builds nothing', () => {
  const image = `identity@sha256:${'0'.repeat(64)}`;
  const set = of('staging', changed('staging.keycloak.image', image)).one('StatefulSet');
  expect(at(set, 'spec.template.spec.containers.0.image')).toBe(`registry.example.com/data-frost/${image}`);
  expect(at(set, 'spec.template.spec.imagePullSecrets')).toEqual([{ name: 'registry' }]);
  expect(at(set, 'spec.template.spec.initContainers')).toBeUndefined();
});

test('production has two servers and three instances, the others one of each', () => {
  const sizes = (environment: string) => [
    at(of(environment).one('StatefulSet'), 'spec.replicas'),
    at(of(environment).one('Cluster'), 'spec.instances'),
  ];
  expect(['development', 'staging', 'production'].map(sizes)).toEqual([
    [1, 1],
    [1, 1],
    [2, 3],
  ]);
});

test('facts name the issuer as it stands in tokens', () => {
  const [cluster] = resolveInventory(inventory);
  const production = cluster?.environments.find(({ name }) => name === 'production');
  expect(production?.keycloak?.issuer).toBe(issuerOf('id.production.data-frost.example', 'production'));
  expect(production?.keycloak?.issuer).toBe('https://id.production.data-frost.example/realms/production');
});
