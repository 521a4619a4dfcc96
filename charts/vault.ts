import type { Chart } from 'cdk8s';
import { type SelectorLabels, selectorLabels } from '../constructs/labels';
import { EgressToAddresses, EgressToNetworks, NetworkPolicies } from '../constructs/network/policies';
import { SNAPSHOTS, VAULT } from '../constructs/vault/props';
import { Vault } from '../constructs/vault/vault';
import { API_SERVER_PORT, apiServerAddresses, ENTRY_PORT } from '../environments/addresses';
import type { Environment, Vault as VaultFacts } from '../environments/environment';
import { NODE, OPENBAO, RCLONE } from '../environments/images';
import { programText } from '../reconcilers/bundle';

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
  network(chart, environment, facts);
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
