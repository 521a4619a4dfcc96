import { INTERNAL_CA_KEY } from '../internal-ca/props';
import { type HclBlock, hclText } from './hcl';
import { API_PORT, CLUSTER_PORT, PEERS_SERVICE, VAULT, type VaultSettings } from './props';

/** Folders of the server's container. */
export const FOLDERS = {
  ca: '/openbao/ca',
  configuration: '/openbao/config',
  data: '/openbao/data',
  initialisation: '/openbao/initialise',
  seal: '/openbao/seal',
  tls: '/openbao/tls',
} as const;

/** Name of the file of the server's configuration. */
export const CONFIGURATION_FILE = 'server.hcl';

/** Name of the file with the stanza that initialises. */
export const INITIALISATION_FILE = 'initialise.hcl';

/** File with the authorities that sign within the cluster. */
export const CA_FILE = `${FOLDERS.ca}/${INTERNAL_CA_KEY}`;

/** Host name of one node: a name of the certificate, and stable while the pod comes and goes. */
export function nodeHost(namespace: string, node: string): string {
  return `${node}.${PEERS_SERVICE}.${namespace}.svc`;
}

/** Names of the nodes' pods. */
export function nodesOf({ replicas }: Pick<VaultSettings, 'replicas'>): readonly string[] {
  return Array.from({ length: replicas }, (_, ordinal) => `${VAULT}-${ordinal}`);
}

/** What the configuration of a node depends on. */
export type ConfigurationSettings = Pick<VaultSettings, 'replicas' | 'seal'>;

/**
 * Configuration of every node; what differs between them are environment variables.
 * @see https://openbao.org/docs/configuration/
 */
export function configurationOf(namespace: string, settings: ConfigurationSettings): string {
  return hclText({
    attributes: { cluster_name: namespace, ui: true, log_format: 'json' },
    blocks: [
      listener(),
      storage(namespace, settings),
      sealOf(settings),
      { type: 'service_registration', labels: ['kubernetes'] },
      audit(),
      { type: 'telemetry', attributes: { prometheus_retention_time: '24h', disable_hostname: true } },
    ],
  });
}

/** The certificate is read again whenever its file changes, so a renewal needs no restart. */
function listener(): HclBlock {
  return {
    type: 'listener',
    labels: ['tcp'],
    attributes: {
      address: `0.0.0.0:${API_PORT}`,
      cluster_address: `0.0.0.0:${CLUSTER_PORT}`,
      tls_cert_file: `${FOLDERS.tls}/tls.crt`,
      tls_key_file: `${FOLDERS.tls}/tls.key`,
      tls_auto_reload: true,
    },
    blocks: [{ type: 'telemetry', attributes: { unauthenticated_metrics_access: true } }],
  };
}

/** Every node asks every other one to be let in, so any one that is left can take the others back. */
function storage(namespace: string, settings: ConfigurationSettings): HclBlock {
  return {
    type: 'storage',
    labels: ['raft'],
    attributes: { path: FOLDERS.data },
    blocks: nodesOf(settings).map((node) => ({
      type: 'retry_join',
      attributes: {
        leader_api_addr: `https://${nodeHost(namespace, node)}:${API_PORT}`,
        leader_ca_cert_file: CA_FILE,
      },
    })),
  };
}

function sealOf({ seal: { current, previous } }: ConfigurationSettings): HclBlock {
  const file = (key: string) => `file://${FOLDERS.seal}/${key}`;
  return {
    type: 'seal',
    labels: ['static'],
    attributes: {
      current_key_id: current,
      current_key: file(current),
      ...(previous !== undefined && { previous_key_id: previous, previous_key: file(previous) }),
    },
  };
}

function audit(): HclBlock {
  return {
    type: 'audit',
    labels: ['file', 'to-stdout'],
    blocks: [{ type: 'options', attributes: { file_path: 'stdout' } }],
  };
}
