import { mapping, mappings } from '../../../checks/readers/read';
import { VAULT } from '../../../constructs/vault/props';
import { type Cluster, kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { until } from '../../cluster/session/until';
import { environment, namespaces } from '../ground';
import { activeNodes, askVault, operatorToken, secretAt } from './vault';

const replicas = environment.vault?.replicas ?? 0;

/** Names of the nodes' pods. */
export const vaultNodes: readonly string[] = Array.from(
  { length: replicas },
  (_, ordinal) => `${VAULT}-${ordinal}`,
);

/** Waits until every node is Ready, unsealed and a voter, and one is active. */
export async function allWell(cluster: Cluster): Promise<void> {
  await until(
    'every node of the vault is well',
    async () => {
      const set = await get(cluster, `/apis/apps/v1/namespaces/${namespaces.vault}/statefulsets/${VAULT}`);
      const ready = mapping(set, 'status')['readyReplicas'];
      if (ready !== replicas) return `${ready} of ${replicas} are Ready`;
      const active = await activeNodes(cluster);
      if (active.length !== 1) return `active: ${active.join() || 'none'}`;
      return votersOf(cluster).catch(String);
    },
    { seconds: 240, every: 1000 },
  );
}

async function votersOf(cluster: Cluster): Promise<true | string> {
  const token = await operatorToken(cluster);
  const { body } = await askVault(cluster, { path: 'sys/storage/raft/configuration', token });
  const voters = mappings(body, 'data.config.servers').filter(({ voter }) => voter === true);
  return voters.length === replicas || `${voters.length} of ${replicas} vote`;
}

/** Ends a node's pod as a loss of power does. */
export async function killNode(cluster: Cluster, name: string): Promise<void> {
  const flags = [`--namespace=${namespaces.vault}`, '--grace-period=0', '--force'];
  await kubectl(cluster, ['delete', 'pod', name, ...flags]);
}

/** Enters a secret as a person does, and returns its value. */
export async function enterSecret(cluster: Cluster, name: string): Promise<string> {
  const value = `${name}-${Date.now()}`;
  const path = `kv/data/${namespaces.vault}/${name}`;
  const token = await operatorToken(cluster);
  const { status, body } = await askVault(cluster, {
    path,
    token,
    method: 'POST',
    body: { data: { value } },
  });
  if (status !== 200) throw new Error(`${path} must be written, got ${status} ${JSON.stringify(body)}`);
  return value;
}

/** The value of a secret that was entered. */
export async function enteredSecret(cluster: Cluster, name: string): Promise<string | undefined> {
  return (await secretAt(cluster, await operatorToken(cluster), `${namespaces.vault}/${name}`)).data['value'];
}
