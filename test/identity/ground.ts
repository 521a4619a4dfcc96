import { mapping } from '../../checks/readers/read';
import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../../constructs/internal-ca/props';
import { VAULT_AUDIENCE } from '../../constructs/vault/props';
import type { Cluster as ClusterLiteral, Environment } from '../../environments/environment';
import { resolveInventory } from '../../environments/resolve';
import { type Cluster, kubectl } from '../cluster/cluster';
import { get } from '../cluster/get';
import { inventory } from './inventory';

export { clusterUnderTest } from '../cluster/ground';

/** The cluster literal of the bench. */
export const literal: ClusterLiteral = literalOfBench();

/** The one environment that it hosts. */
export const environment: Environment = environmentOfBench();

/** Namespaces of the environment's applications. */
export const namespaces = {
  vault: `${environment.name}-vault`,
  keycloak: `${environment.name}-keycloak`,
  models: `${environment.name}-model-serving`,
} as const;

/** Certificates of the internal authorities, as pods get them. */
export async function authorities(cluster: Cluster): Promise<string> {
  const path = `/api/v1/namespaces/${namespaces.vault}/configmaps/${INTERNAL_CA_BUNDLE}`;
  const found = mapping(await get(cluster, path), 'data')[INTERNAL_CA_KEY];
  if (typeof found !== 'string') throw new Error(`${path} must have the key ${INTERNAL_CA_KEY}`);
  return found;
}

/** What a Secret holds under a key. @throws Error where it holds nothing */
export async function secretValue(
  cluster: Cluster,
  namespace: string,
  name: string,
  key: string,
): Promise<string> {
  const data = mapping(await get(cluster, `/api/v1/namespaces/${namespace}/secrets/${name}`), 'data');
  const value = data[key];
  if (typeof value !== 'string') throw new Error(`the Secret ${namespace}/${name} must have the key ${key}`);
  return Buffer.from(value, 'base64').toString();
}

/** A ServiceAccount's token for the vault, as whoever may ask for one gets it. */
export async function tokenOf(cluster: Cluster, namespace: string, account: string): Promise<string> {
  const args = ['create', 'token', account, `--namespace=${namespace}`, `--audience=${VAULT_AUDIENCE}`];
  return (await kubectl(cluster, args)).trim();
}

function literalOfBench(): ClusterLiteral {
  const [found] = resolveInventory(inventory);
  if (found === undefined) throw new Error('test/identity/inventory.ts must have a cluster');
  return found;
}

function environmentOfBench(): Environment {
  const [found] = literalOfBench().environments;
  if (found === undefined) throw new Error('the bench must have an environment');
  return found;
}
