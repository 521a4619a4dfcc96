import { operatorSource } from '../../argocd/operators';
import { inventory } from '../../environments/inventory';
import { argoCd } from '../../environments/operators/argo-cd';
import { resolveInventory } from '../../environments/resolve';
import { clusterOf, development } from '../argocd/inventory';
import { at } from '../constructs/rendered';
import { built } from './built';

const [cluster] = resolveInventory(inventory);
if (cluster === undefined) throw new Error('the inventory must hold a cluster');

describe('the sign-in to Argo CD', () => {
  const all = built(cluster, 'proxmox', 'sign-in');
  const values = at(operatorSource(argoCd(cluster.argoCdSignIn)), 'helm.valuesObject');
  const config: unknown = JSON.parse(String(at(values, ['configs', 'cm', 'oidc.config'])));

  test('is a host name of the private listener, and a Secret from the vault of the platform environment', () => {
    expect(all.names).toEqual([
      'ExternalSecret/argo-cd-oidc',
      'HTTPRoute/argo-cd',
      'SecretStore/vault',
      'ServiceAccount/external-secrets',
    ]);
    expect(at(all.one('HTTPRoute'), 'spec')).toMatchObject({
      hostnames: ['argocd.internal.production.data-frost.example'],
      parentRefs: [{ sectionName: 'production-private' }],
    });
    expect(at(all.one('SecretStore'), 'spec.provider.vault')).toMatchObject({
      server: 'https://openbao-active.production-vault.svc:8200',
      auth: { kubernetes: { role: 'argocd' } },
    });
  });

  test('the Secret is the one that Argo CD looks into, with the label by which it may', () => {
    const secret = all.one('ExternalSecret');
    const [data] = [at(secret, 'spec.data.0')];
    expect(at(config, 'clientSecret')).toBe(`$${at(secret, 'spec.target.name')}:${at(data, 'secretKey')}`);
    expect(at(data, 'remoteRef')).toMatchObject({ key: 'oidc-clients/argo-cd', property: 'client-secret' });
    expect(at(secret, 'spec.target.template.metadata.labels')).toEqual({
      'app.kubernetes.io/part-of': 'argocd',
    });
  });

  test('goes by the issuer of the platform environment, with proof of possession of the code', () => {
    expect(config).toMatchObject({
      issuer: cluster.environments.find(({ name }) => name === 'production')?.keycloak?.issuer,
      clientID: 'argo-cd',
      enablePKCEAuthentication: true,
    });
    expect(at(values, 'configs.cm.url')).toBe('https://argocd.internal.production.data-frost.example:30444');
  });

  test('leads back to an address that the client admits', () => {
    const platform = cluster.environments.find(({ name }) => name === 'production');
    const client = platform?.keycloak?.realm.clients.find(({ id }) => id === 'argo-cd');
    expect(at(client, 'redirectUris')).toContain(`${at(values, 'configs.cm.url')}/auth/callback`);
  });

  test('gives nothing to whoever is in no group', () => {
    expect(at(values, 'configs.rbac')).toEqual({
      'policy.default': '',
      'policy.csv': 'g, platform-operators, role:admin\ng, model-developers, role:readonly\n',
      scopes: '[groups]',
    });
    expect(at(values, ['configs', 'cm', 'admin.enabled'])).toBe('false');
  });

  test('trusts the internal authority where the certificates are of it', () => {
    expect(at(values, 'server.volumes')).toEqual([
      { name: 'internal-ca', configMap: { name: 'internal-ca', optional: true } },
    ]);
    const { argoCdSignIn } = cluster;
    const known = operatorSource(argoCd(argoCdSignIn && { ...argoCdSignIn, internalCa: false }));
    expect(at(known, 'helm.valuesObject.server')).not.toHaveProperty('volumes');
  });

  test('may be reached, and reaches the issuer, through the gateway', () => {
    const ways = cluster.operatorEdges.map(
      ({ client, server, port }) => `${client.name} → ${server.name}:${port}`,
    );
    expect(ways).toEqual(expect.arrayContaining(['traefik → server:8080', 'server → traefik:8443']));
  });

  test('is not there without an identity provider', () => {
    const bare = clusterOf(development);
    expect(bare.argoCdSignIn).toBeUndefined();
    expect(built(bare, 'proxmox', 'sign-in').names).toEqual([]);
    expect(at(operatorSource(argoCd()), 'helm.valuesObject.configs')).not.toHaveProperty('rbac');
  });
});
