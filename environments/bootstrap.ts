import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../constructs/object-storage/props';
import { SEAL_SECRET } from '../constructs/vault/props';
import type { ClusterValues } from './cluster-spec';
import type { BootstrapKey, BootstrapSecret, Environment, Vault } from './environment';
import type { ObjectStorage } from './object-storage-spec';
import {
  ARGOCD_NAMESPACE,
  CERT_MANAGER_NAMESPACE,
  PROXMOX_CSI_NAMESPACE,
  PROXMOX_CSI_SECRET,
} from './operators';

/** Secret by which Argo CD finds the repository that it syncs from, and may read it. */
export const REPOSITORY_SECRET = 'platform-repository';

/** Secret with the key that signs updates of DNS, for a public authority. */
export const ACME_DNS_SECRET = { name: 'acme-dns', key: 'tsig-secret' } as const;

/** Length of a vault's seal key, in bytes: AES-256. */
const SEAL_KEY_BYTES = 32;

const REISSUED = 'whoever gave it gives another; nothing is lost';

/** What the cluster itself needs before its first sync, whatever environments it hosts. */
export function clusterSecretsOf({
  repository,
  gatewayCertificates,
}: ClusterValues): readonly BootstrapSecret[] {
  return [
    {
      namespace: ARGOCD_NAMESPACE,
      name: REPOSITORY_SECRET,
      type: 'Opaque',
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      keys: [
        { name: 'type', source: 'known', value: 'git' },
        { name: 'url', source: 'known', value: repository.url },
        { name: 'username', source: 'entered', what: 'name of the reader' },
        { name: 'password', source: 'entered', what: 'token that may read the repository and no more' },
      ],
      made: `credentials that may read ${repository.url}`,
      recovered: REISSUED,
    },
    {
      namespace: PROXMOX_CSI_NAMESPACE,
      name: PROXMOX_CSI_SECRET.name,
      type: 'Opaque',
      keys: [
        entered(PROXMOX_CSI_SECRET.key, 'URL, region, token and its name, as the storage driver reads them'),
      ],
      made: 'a token of the hypervisor that may make and attach volumes',
      recovered: REISSUED,
    },
    ...(gatewayCertificates.issuer === 'internal-ca' ? [] : [acmeSecretOf(gatewayCertificates)]),
  ];
}

type Acme = Extract<ClusterValues['gatewayCertificates'], { readonly issuer: 'acme' }>;

function acmeSecretOf({ keyName, nameServer }: Acme): BootstrapSecret {
  return {
    namespace: CERT_MANAGER_NAMESPACE,
    name: ACME_DNS_SECRET.name,
    type: 'Opaque',
    keys: [entered(ACME_DNS_SECRET.key, `the key ${keyName}, in base64`)],
    made: `the key by which the name server ${nameServer} takes updates`,
    recovered: REISSUED,
  };
}

/** What an environment needs before its first sync. */
export function environmentSecretsOf(environment: Environment): readonly BootstrapSecret[] {
  const { registry, vault, keycloak, modelServing, batchJobs } = environment;
  const { pullSecret, repository } = registry;
  const namespaces = [keycloak?.image === undefined ? undefined : keycloak, modelServing, batchJobs].flatMap(
    (application) => application?.namespace ?? [],
  );
  return [
    ...(vault === undefined
      ? []
      : [sealSecretOf(vault), objectStorageSecretOf(vault.namespace, vault.objectStorage)]),
    ...(keycloak === undefined ? [] : [objectStorageSecretOf(keycloak.namespace, keycloak.objectStorage)]),
    ...(pullSecret === undefined
      ? []
      : namespaces.map((namespace) => pullSecretOf(namespace, pullSecret, repository))),
  ];
}

function pullSecretOf(namespace: string, name: string, repository: string): BootstrapSecret {
  return {
    namespace,
    name,
    type: 'kubernetes.io/dockerconfigjson',
    keys: [entered('.dockerconfigjson', 'JSON as `docker login` writes it, with `auths`')],
    made: `credentials that may pull from ${repository}`,
    recovered: REISSUED,
  };
}

/** The key that opens a vault at every start; while it changes, the one before it, too. */
function sealSecretOf({ namespace, seal }: Vault): BootstrapSecret {
  const names = [seal.current, ...(seal.previous === undefined ? [] : [seal.previous])];
  return {
    namespace,
    name: SEAL_SECRET,
    type: 'Opaque',
    keys: names.map((name) => ({ name, source: 'random', bytes: SEAL_KEY_BYTES })),
    made: `${SEAL_KEY_BYTES} random bytes under ${names.join(' and ')}, made once and kept outside the cluster, too`,
    recovered: 'from the copy outside the cluster; without one the vault and all its snapshots are lost',
  };
}

/** Credentials for the object storage, in a namespace that writes there. */
export function objectStorageSecretOf(
  namespace: string,
  { secret, bucket, endpoint }: Pick<ObjectStorage, 'secret' | 'bucket' | 'endpoint'>,
): BootstrapSecret {
  return {
    namespace,
    name: secret,
    type: 'Opaque',
    keys: [entered(ACCESS_KEY_ID, 'name of the access key'), entered(SECRET_ACCESS_KEY, 'the key itself')],
    made: `an access key that may read and write ${bucket} at ${endpoint}`,
    recovered: REISSUED,
  };
}

function entered(name: string, what: string): BootstrapKey {
  return { name, source: 'entered', what };
}
