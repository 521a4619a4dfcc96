import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../constructs/object-storage/props';
import { SEAL_SECRET } from '../constructs/vault/props';
import type { ClusterValues } from './cluster-spec';
import type { BootstrapSecret, Environment, Keycloak, Vault } from './environment';
import {
  ARGOCD_NAMESPACE,
  CERT_MANAGER_NAMESPACE,
  PROXMOX_CSI_NAMESPACE,
  PROXMOX_CSI_SECRET,
} from './operators';

/** Secret with the key that signs updates of DNS, for a public authority. */
export const ACME_DNS_SECRET = { name: 'acme-dns', key: 'tsig-secret' } as const;

/** Secret by which Argo CD reads the repository. */
const REPOSITORY_SECRET = 'repository';

/** Every Secret that a person makes before the first sync: of the cluster first, then of each environment. */
export function bootstrapSecretsOf(
  cluster: ClusterValues,
  environments: readonly Environment[],
): readonly BootstrapSecret[] {
  return [...secretsOfCluster(cluster), ...environments.flatMap(secretsOfEnvironment)];
}

function secretsOfCluster({ repository, gatewayCertificates }: ClusterValues): readonly BootstrapSecret[] {
  return [
    {
      namespace: ARGOCD_NAMESPACE,
      name: REPOSITORY_SECRET,
      type: 'Opaque',
      keys: ['type', 'url', 'username', 'password'],
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      made: `\`type\` is git, \`url\` is ${repository.url}, the rest a token that may read that repository`,
      recovered: 'a new token is made where the repository is hosted',
    },
    {
      namespace: PROXMOX_CSI_NAMESPACE,
      name: PROXMOX_CSI_SECRET.name,
      type: 'Opaque',
      keys: [PROXMOX_CSI_SECRET.key],
      made: 'URL, region, token and its name, as the storage driver reads them; the token may make and attach volumes',
      recovered: 'a new token is made at the hypervisor',
    },
    ...(gatewayCertificates.issuer === 'internal-ca'
      ? []
      : [
          {
            namespace: CERT_MANAGER_NAMESPACE,
            name: ACME_DNS_SECRET.name,
            type: 'Opaque' as const,
            keys: [ACME_DNS_SECRET.key],
            made: `the key ${gatewayCertificates.keyName} of the name server ${gatewayCertificates.nameServer}`,
            recovered: 'a new key is made at the name server',
          },
        ]),
  ];
}

function secretsOfEnvironment(environment: Environment): readonly BootstrapSecret[] {
  const { vault, keycloak } = environment;
  return [
    ...(vault === undefined ? [] : [sealSecretOf(vault), objectStorageSecretOf(vault)]),
    ...(keycloak === undefined ? [] : [objectStorageSecretOf(keycloak)]),
    ...pullSecretsOf(environment),
  ];
}

/** The one thing that a vault cannot keep itself. */
function sealSecretOf({ namespace, seal: { current, previous } }: Vault): BootstrapSecret {
  return {
    namespace,
    name: SEAL_SECRET,
    type: 'Opaque',
    keys: previous === undefined ? [current] : [current, previous],
    made: '32 random bytes a key, of which a copy is kept outside of the cluster',
    recovered: 'from that copy alone: without it neither the vault nor any snapshot of it can be opened',
  };
}

/** How a namespace's copies leave the cluster. */
function objectStorageSecretOf({
  namespace,
  objectStorage: { secret, bucket, endpoint },
}: Pick<Vault | Keycloak, 'namespace' | 'objectStorage'>): BootstrapSecret {
  return {
    namespace,
    name: secret,
    type: 'Opaque',
    keys: [ACCESS_KEY_ID, SECRET_ACCESS_KEY],
    made: `credentials that may write to ${bucket} at ${endpoint}`,
    recovered: 'new credentials are made at the object storage',
  };
}

function pullSecretsOf({
  registry,
  keycloak,
  modelServing,
  batchJobs,
}: Environment): readonly BootstrapSecret[] {
  const { pullSecret, repository } = registry;
  const pulling = [keycloak?.image === undefined ? undefined : keycloak, modelServing, batchJobs];
  const namespaces = pulling.flatMap((application) => application?.namespace ?? []);
  if (pullSecret === undefined) return [];
  return namespaces.map((namespace) => ({
    namespace,
    name: pullSecret,
    type: 'kubernetes.io/dockerconfigjson',
    keys: ['.dockerconfigjson'],
    made: `credentials that may pull from ${repository}`,
    recovered: 'new credentials are made at the registry',
  }));
}
