import { number, text } from '../../../checks/readers/read';
import { BOOTSTRAP_CLIENT, BOOTSTRAP_SECRET, DATABASE, SECRET_KEY } from '../../../constructs/keycloak/props';
import { type Cluster, kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { until } from '../../cluster/session/until';
import { environment, namespaces, secretValue } from '../ground';
import { ADMIN_HOST, behindGateway, tokenOfClient } from './keycloak';

/** Where the API server keeps the database's Cluster. */
export const DATABASE_PATH = `/apis/postgresql.cnpg.io/v1/namespaces/${namespaces.keycloak}/clusters/${DATABASE}`;

const instances = environment.keycloak?.database.instances ?? 0;

/** How the database is, as its operator says. */
export interface DatabaseState {
  /** Name of the pod that takes writes. */
  readonly primary: string;
  /** `Cluster in healthy state` */
  readonly phase: string;
  /** How many instances are ready. */
  readonly ready: number;
}

/** How the database is now. @throws Error where there is none */
export async function databaseState(cluster: Cluster): Promise<DatabaseState> {
  const found = await get(cluster, DATABASE_PATH);
  return {
    primary: text(found, 'status.currentPrimary') ?? '',
    phase: text(found, 'status.phase') ?? '',
    ready: number(found, 'status.readyInstances') ?? 0,
  };
}

/** Waits until every instance of the database is ready. */
export async function databaseHealthy(cluster: Cluster): Promise<void> {
  await until(
    'all instances of the database are healthy',
    async () => {
      const { phase, ready } = await databaseState(cluster);
      return (
        (phase === 'Cluster in healthy state' && ready === instances) || `${phase}, ${ready} of ${instances}`
      );
    },
    { seconds: 300, every: 500 },
  );
}

/** Asks the primary as a superuser does who is in its container; returns what it answered, without a frame. */
export async function askDatabase(cluster: Cluster, statement: string): Promise<string> {
  const { primary } = await databaseState(cluster);
  const place = ['exec', `--namespace=${namespaces.keycloak}`, primary, '--container=postgres'];
  const answer = await kubectl(cluster, [
    ...place,
    '--',
    'psql',
    '--no-align',
    '--tuples-only',
    '-c',
    statement,
  ]);
  return answer.trim();
}

/** Waits until a login succeeds that reads and writes the database. */
export async function loginWorks(cluster: Cluster, seconds = 120): Promise<void> {
  const ask = behindGateway(cluster);
  const secret = await secretValue(cluster, namespaces.keycloak, BOOTSTRAP_SECRET, SECRET_KEY);
  await until(
    'the first administrator is let in',
    async () => {
      const reply = await tokenOfClient(ask, ADMIN_HOST, 'master', { id: BOOTSTRAP_CLIENT, secret }).catch(
        String,
      );
      return (typeof reply !== 'string' && reply.status === 200) || JSON.stringify(reply).slice(0, 200);
    },
    { seconds, every: 200 },
  );
}
