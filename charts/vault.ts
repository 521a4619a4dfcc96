import type { Chart } from 'cdk8s';
import { INTERNAL_CA_BUNDLE } from '../constructs/internal-ca/props';
import { type SelectorLabels, selectorLabels } from '../constructs/labels';
import { EgressToAddresses, EgressToNetworks, NetworkPolicies } from '../constructs/network/policies';
import { CA_FILE, SECRETS_FOLDER } from '../constructs/reconciler/props';
import { Reconciler } from '../constructs/reconciler/reconciler';
import { oidcClientOf } from '../constructs/secrets/props';
import { SIGN_IN_SECRET, SNAPSHOTS, VAULT } from '../constructs/vault/props';
import { type SignIn, vaultStateOf } from '../constructs/vault/state';
import { Vault } from '../constructs/vault/vault';
import { API_SERVER_PORT, apiServerAddresses, ENTRY_PORT } from '../environments/addresses';
import type { Environment, Vault as VaultFacts } from '../environments/environment';
import { NODE, OPENBAO, RCLONE } from '../environments/images';
import { OIDC_CLIENTS, vaultRedirectUris } from '../environments/oidc-clients';
import { namespaceOf } from '../environments/resolve-environment';
import { programText } from '../reconcilers/bundle';
import { VAULT_RECONCILE } from '../reconcilers/vault/policies';

/** The vault of an environment, and who may reach it. */
export function vault(chart: Chart, environment: Environment, facts: VaultFacts): void {
  const { priorityClassName, timeZone, gateway } = environment;
  const { replicas, storage, storageClassName, resources, seal, snapshots } = facts;
  const { endpoint, region, bucket, secret } = facts.objectStorage;
  new Vault(chart, 'Vault', {
    image: OPENBAO,
    priorityClassName,
    replicas,
    storage,
    ...(storageClassName !== undefined && { storageClassName }),
    resources,
    seal,
    route: { hostname: facts.hostname, gateway: gateway.parent, listener: gateway.privateListener },
    guard: { image: NODE, program: programText('may-initialise') },
    snapshots: {
      ...snapshots,
      timeZone,
      image: RCLONE,
      store: { endpoint, region, bucket, secret },
    },
  });
  reconciler(chart, environment, facts);
  network(chart, environment, facts);
}

/** Keeps what the vault holds beside its secrets as the code says. */
function reconciler(chart: Chart, environment: Environment, facts: VaultFacts): void {
  const { name, priorityClassName, host } = environment;
  const { namespace, readers, url } = facts;
  const access = facts.access.map((one) =>
    one.role === 'editor'
      ? {
          role: one.role,
          group: one.group,
          namespaces: one.applications.map((application) => namespaceOf(name, application)),
        }
      : one,
  );
  const signIn = signInOf(facts, host.gatewayCertificates.issuer === 'internal-ca');
  new Reconciler(chart, 'Reconciler', {
    name: VAULT_RECONCILE,
    image: NODE,
    priorityClassName,
    desired: {
      product: 'vault',
      state: vaultStateOf({ namespace, readers, access, ...(signIn && { signIn }) }),
    },
    server: url,
    caConfigMap: INTERNAL_CA_BUNDLE,
    token: {},
    secrets: signIn === undefined ? [] : [{ secret: SIGN_IN_SECRET, folder: OIDC_CLIENTS.vault }],
  });
}

/** How people sign in, where there is an identity provider; its host name is served with the gateway's certificate. */
function signInOf({ consoleUrl, issuer }: VaultFacts, isInternal: boolean): SignIn | undefined {
  if (issuer === undefined) return undefined;
  const role = 'people';
  return {
    discoveryUrl: issuer,
    ...(isInternal && { discoveryCaFile: CA_FILE }),
    clientId: OIDC_CLIENTS.vault,
    clientSecretFile: `${SECRETS_FOLDER}/${OIDC_CLIENTS.vault}/${oidcClientOf(OIDC_CLIENTS.vault).property}`,
    defaultRole: role,
    roles: [{ name: role, allowedRedirectUris: [...vaultRedirectUris(consoleUrl)] }],
  };
}

/** The ways of the vault: those between pods are edges of the environment, the others lead to addresses. */
function network(
  chart: Chart,
  { host, edges }: Environment,
  { namespace, objectStorage, issuer }: VaultFacts,
): void {
  const from = (
    name: string,
    to: string,
  ): { name: string; namespace: string; podLabels: SelectorLabels } => ({
    name: `${name}-to-${to}`,
    namespace,
    podLabels: selectorLabels(namespace, name),
  });
  new EgressToAddresses(chart, 'ToApiServer', {
    ...from(VAULT, 'api-server'),
    addresses: apiServerAddresses(host),
    ports: [API_SERVER_PORT],
  });
  new EgressToNetworks(chart, 'ToObjectStorage', {
    ...from(SNAPSHOTS, 'object-storage'),
    networks: objectStorage.networks,
    ports: [objectStorage.port],
  });
  if (issuer !== undefined && host.inClusterEntry === 'virtual-ip') {
    new EgressToAddresses(chart, 'ToIssuer', {
      ...from(VAULT, 'virtual-ip'),
      addresses: [host.virtualIp],
      ports: [ENTRY_PORT],
    });
  }
  new NetworkPolicies(chart, 'Edges', { namespace, edges });
}
