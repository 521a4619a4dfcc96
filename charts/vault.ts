import type { Chart } from 'cdk8s';
import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../constructs/internal-ca/props';
import { type SelectorLabels, selectorLabels } from '../constructs/labels';
import { EgressToAddresses, EgressToNetworks, NetworkPolicies } from '../constructs/network/policies';
import { CA_FILE, type ReconcilerProps, SECRETS_FOLDER } from '../constructs/reconciler/props';
import { Reconciler } from '../constructs/reconciler/reconciler';
import { ReconcilerHook } from '../constructs/reconciler/reconciler-hook';
import { oidcClientOf } from '../constructs/secrets/props';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import {
  INITIALISED,
  SIGN_IN_SECRET,
  SNAPSHOTS,
  signInReturnsOf,
  VAULT,
  VAULT_AUDIENCE,
} from '../constructs/vault/props';
import { type SignIn, vaultStateOf } from '../constructs/vault/state';
import { Vault } from '../constructs/vault/vault';
import { API_SERVER_PORT, apiServerAddresses, ENTRY_PORT } from '../environments/addresses';
import type { Environment, Vault as VaultFacts } from '../environments/environment';
import { NODE, OPENBAO, RCLONE } from '../environments/images';
import { OIDC_CLIENTS } from '../environments/oidc-clients';
import { namespaceOf } from '../environments/resolve-environment';
import { programText } from '../reconcilers/bundle';
import { VAULT_RECONCILE, VAULT_SIGN_IN } from '../reconcilers/vault/policies';

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
  new Reconciler(chart, 'Reconciler', reconcilerOf(environment, facts));
  network(chart, environment, facts);
}

/**
 * What lets the vault take part in signing people in: the secret of its client, and a run of the reconciler that demands it.
 * Both come after the identity provider, which needs the vault itself: were they a part of the vault's own application,
 * each would wait for the other.
 */
export function vaultSignIn(chart: Chart, environment: Environment, facts: VaultFacts): void {
  const { path, property } = oidcClientOf(OIDC_CLIENTS.vault);
  new VaultSecrets(chart, 'Secrets', {
    server: facts.url,
    ca: { configMap: INTERNAL_CA_BUNDLE, key: INTERNAL_CA_KEY },
    imported: [{ name: SIGN_IN_SECRET, path, keys: [{ key: property }] }],
  });
  const { desired, ...rest } = reconcilerOf(environment, facts);
  new ReconcilerHook(chart, 'Reconciler', {
    ...rest,
    name: VAULT_SIGN_IN,
    reconciler: VAULT_RECONCILE,
    desired: { product: desired.product, state: desired.state },
    secrets: [{ secret: SIGN_IN_SECRET, folder: OIDC_CLIENTS.vault, required: true }],
  });
}

/** What keeps what the vault holds beside its secrets as the code says. */
function reconcilerOf(environment: Environment, facts: VaultFacts) {
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
  return {
    name: VAULT_RECONCILE,
    image: NODE,
    priorityClassName,
    desired: {
      product: 'vault',
      state: vaultStateOf({ namespace, readers, access, ...(signIn && { signIn }) }),
      record: INITIALISED,
    },
    server: url,
    caConfigMap: INTERNAL_CA_BUNDLE,
    token: { audience: VAULT_AUDIENCE },
    secrets: signIn === undefined ? [] : [{ secret: SIGN_IN_SECRET, folder: OIDC_CLIENTS.vault }],
  } satisfies ReconcilerProps;
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
    roles: [{ name: role, allowedRedirectUris: signInReturnsOf(consoleUrl) }],
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
  for (const name of [VAULT, VAULT_RECONCILE]) {
    new EgressToAddresses(chart, `${name}-ToApiServer`, {
      ...from(name, 'api-server'),
      addresses: apiServerAddresses(host),
      ports: [API_SERVER_PORT],
    });
  }
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
