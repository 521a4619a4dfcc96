import type { Cluster } from '../../environments/environment';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { vaultState } from '../../reconcilers/vault/state';
import { at } from '../constructs/rendered';
import { changed, withoutKeycloak } from '../environments/change';
import { built } from './built';

function clusterOf(of = inventory): Cluster {
  const [cluster] = resolveInventory(of);
  if (cluster === undefined) throw new Error('the inventory must hold a cluster');
  return cluster;
}

const cluster = clusterOf();
const all = built(cluster, 'production', 'vault');
const policies = (of: Cluster, tree = 'production') =>
  built(of, tree, 'vault').names.filter((name) => name.startsWith('NetworkPolicy/'));

/** What the reconciler is told to make of the vault. */
function stateOf(of: Cluster, tree: string) {
  const map = built(of, tree, 'vault').objects.find(({ metadata }) =>
    metadata.name.startsWith('vault-reconcile-state-'),
  );
  const [text] = Object.values(Object(at(map, 'data')));
  return vaultState.parse(JSON.parse(String(text)));
}

describe('the chart `vault`', () => {
  test('opens the ways that the environment declares, and those to addresses', () => {
    expect(policies(cluster)).toEqual(
      [
        'openbao-from-external-secrets-external-secrets',
        'openbao-from-gateway-traefik',
        'openbao-from-monitoring-prometheus',
        'openbao-from-openbao',
        'openbao-from-openbao-snapshot',
        'openbao-from-vault-reconcile',
        'openbao-from-vault-sign-in',
        'openbao-snapshot-to-object-storage',
        'openbao-snapshot-to-openbao',
        'openbao-to-api-server',
        'openbao-to-gateway-traefik',
        'openbao-to-openbao',
        'vault-reconcile-to-api-server',
        'vault-reconcile-to-openbao',
        'vault-sign-in-to-openbao',
      ].map((name) => `NetworkPolicy/${name}`),
    );
    expect(at(all.one('NetworkPolicy/openbao-snapshot-to-object-storage'), 'spec.egress.0')).toEqual({
      to: [{ ipBlock: { cidr: '10.20.1.10/32' } }],
      ports: [{ protocol: 'TCP', port: 443 }],
    });
  });

  test('reaches the issuer by the virtual address where pods do', () => {
    const outside = clusterOf(changed('proxmox.inClusterEntry', 'virtual-ip'));
    expect(policies(outside)).toContain('NetworkPolicy/openbao-to-virtual-ip');
    expect(policies(outside)).not.toContain('NetworkPolicy/openbao-to-gateway-traefik');
  });

  test('reaches no issuer, and lets nobody sign in, without an identity provider', () => {
    const alone = clusterOf(withoutKeycloak());
    expect(policies(alone, 'staging')).not.toContain('NetworkPolicy/openbao-to-gateway-traefik');
    expect(policies(alone, 'staging')).not.toContain('NetworkPolicy/vault-sign-in-to-openbao');
    expect(stateOf(alone, 'staging').oidc).toBeUndefined();
    expect(stateOf(cluster, 'staging').oidc).toBeDefined();
    expect(built(alone, 'staging', 'vault-sign-in').names).toEqual([]);
  });

  test('is shown to administrators, at the listener of the internal domain', () => {
    expect(at(all.one('HTTPRoute'), 'spec')).toMatchObject({
      hostnames: ['vault.internal.production.data-frost.example'],
      parentRefs: [{ name: 'public', namespace: 'gateway', sectionName: 'production-private' }],
    });
  });

  test('takes people back to that host name alone, as the identity provider does', () => {
    const { oidc } = stateOf(cluster, 'production');
    const uris = oidc?.roles.flatMap(({ allowedRedirectUris }) => allowedRedirectUris);
    expect(uris).toEqual([
      'https://vault.internal.production.data-frost.example:30444/ui/vault/auth/oidc/oidc/callback',
      'http://localhost:8250/oidc/callback',
    ]);
    const production = cluster.environments.find(({ name }) => name === 'production');
    const client = production?.keycloak?.realm.clients.find(({ id }) => id === oidc?.clientId);
    expect(client?.redirectUris).toEqual(uris);
    expect(oidc?.discoveryUrl).toBe(production?.keycloak?.issuer);
  });

  test('trusts the issuer by the authority that signed the gateway’s certificate', () => {
    expect(stateOf(cluster, 'production').oidc?.discoveryCaFile).toBe('/ca/ca.crt');
    const known = clusterOf(
      changed('proxmox.gatewayCertificates', {
        issuer: 'acme',
        server: 'https://acme.example.com/directory',
        email: 'platform@example.com',
        nameServer: '10.20.0.53',
        keyName: 'acme.example.com',
      }),
    );
    expect(stateOf(known, 'production').oidc?.discoveryCaFile).toBeUndefined();
  });

  test('gives each group what the environment says, by the namespaces of its applications', () => {
    expect(stateOf(cluster, 'production').groups).toEqual([
      { name: 'platform-operators', policies: ['vault-operator'] },
      {
        name: 'model-developers',
        policies: ['production-model-serving-editor', 'production-batch-jobs-editor'],
      },
    ]);
  });

  test('gives every store of the tree the role that it asks for', () => {
    const roles = stateOf(cluster, 'production').kubernetesRoles;
    for (const application of ['vault-sign-in', 'keycloak']) {
      const { objects } = built(cluster, 'production', application);
      const stores = objects.filter(({ kind }) => kind === 'SecretStore');
      expect(stores.length).toBeGreaterThan(0);
      for (const store of stores) {
        const login = at(store, 'spec.provider.vault.auth.kubernetes');
        const role = roles.find(({ name }) => name === at(login, 'role'));
        expect(role?.serviceAccounts).toEqual([at(login, 'serviceAccountRef.name')]);
        expect(role?.namespaces).toEqual([store.metadata.namespace]);
        expect([role?.audience]).toEqual(at(login, 'serviceAccountRef.audiences'));
      }
    }
  });
});

describe('the chart `vault-sign-in`', () => {
  test('reads the secret of the vault’s own client, after both it and its provider are there', () => {
    const signIn = built(cluster, 'production', 'vault-sign-in');
    expect(signIn.names).toEqual([
      'ExternalSecret/openbao-sign-in',
      'Job/vault-sign-in',
      'SecretStore/vault',
      'ServiceAccount/external-secrets',
      'ServiceAccount/vault-sign-in',
    ]);
    expect(at(signIn.one('ExternalSecret'), 'spec.data.0.remoteRef')).toMatchObject({
      key: 'oidc-clients/vault',
      property: 'client-secret',
    });
    const pod = JSON.stringify(at(all.one('CronJob/vault-reconcile'), 'spec'));
    expect(pod).toContain('"secretName":"openbao-sign-in"');
    expect(pod).toContain('"optional":true');
  });

  test('writes it into the vault at once, by the reconciler that its own run demands it from', () => {
    const hook = at(built(cluster, 'production', 'vault-sign-in').one('Job'), 'spec.template.spec');
    const regular = at(all.one('CronJob/vault-reconcile'), 'spec.jobTemplate.spec.template.spec');
    expect(at(hook, 'volumes')).toContainEqual({
      name: 'secret-vault',
      secret: { secretName: 'openbao-sign-in', defaultMode: 0o440, optional: false },
    });
    for (const place of ['volumes.0', 'volumes.1', 'containers.0.command'])
      expect(at(hook, place)).toEqual(at(regular, place));
    expect(JSON.stringify(hook)).not.toContain('RECORD');
  });

  test('lets that run reach the vault, by the role of the reconciler', () => {
    expect(policies(cluster)).toContain('NetworkPolicy/vault-sign-in-to-openbao');
    const stanza = all.objects.find(({ metadata }) => metadata.name.startsWith('openbao-initialise-'));
    const text = Object.values(Object(at(stanza, 'data'))).join('');
    expect(text).toContain('bound_service_account_names = ["vault-reconcile", "vault-sign-in"]');
  });
});

describe('the rights of the vault', () => {
  test('come with its namespace', () => {
    const names = built(cluster, 'production', 'namespaces').names;
    for (const name of [
      'Role/openbao',
      'RoleBinding/openbao',
      'Role/vault-reconcile',
      'RoleBinding/vault-reconcile',
      'ClusterRoleBinding/production-vault-token-reviewer',
    ])
      expect(names).toContain(name);
    expect(all.kinds.filter((kind) => /Role/.test(kind))).toEqual([]);
  });
});
