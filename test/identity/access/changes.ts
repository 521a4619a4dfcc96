import { text } from '../../../checks/readers/read';
import { VAULT } from '../../../constructs/vault/props';
import { VAULT_RECONCILE } from '../../../reconcilers/vault/policies';
import { type Cluster, kubectl } from '../../cluster/cluster';
import { environment, namespaces } from '../ground';
import { cronJobsIn } from './jobs';
import { administrator } from './keycloak';

const WRITES = ['create', 'update', 'patch', 'delete'];

/** What the reconciler does on its way in and out. */
const OWN_SESSION = ['auth/kubernetes/login', 'auth/token/revoke-self'];

/** How many requests of the reconciler have written into the vault, by the audit log that the nodes keep of themselves. */
export async function vaultChanges(cluster: Cluster): Promise<number> {
  const nodes = Array.from(
    { length: environment.vault?.replicas ?? 0 },
    (_, ordinal) => `${VAULT}-${ordinal}`,
  );
  const logs = await Promise.all(
    nodes.map((node) =>
      kubectl(cluster, [
        'logs',
        `--namespace=${namespaces.vault}`,
        `--container=${VAULT}`,
        '--tail=-1',
        node,
      ]),
    ),
  );
  return logs.flatMap((log) => log.split('\n').filter(isWrite)).length;
}

function isWrite(line: string): boolean {
  if (!line.startsWith('{') || !line.includes(VAULT_RECONCILE)) return false;
  const entry: unknown = JSON.parse(line);
  return (
    text(entry, 'type') === 'response' &&
    WRITES.includes(text(entry, 'request.operation') ?? '') &&
    !OWN_SESSION.includes(text(entry, 'request.path') ?? '')
  );
}

/** How many changes by administrators the realm remembers. */
export async function realmChanges(cluster: Cluster): Promise<number> {
  const { send } = await administrator(cluster);
  const events = await send('GET', `/${environment.keycloak?.realm.name}/admin-events?max=10000`);
  return Array.isArray(events) ? events.length : Number.NaN;
}

/** Name of the CronJob that reconciles what runs in a namespace. @throws Error where there is not exactly one */
export async function reconcilerIn(cluster: Cluster, namespace: string): Promise<string> {
  const found = (await cronJobsIn(cluster, namespace)).filter((name) => name.includes('reconcile'));
  const [name, ...others] = found;
  if (name === undefined || others.length > 0)
    throw new Error(`${namespace} must have one reconciler, found ${found.join(', ') || 'none'}`);
  return name;
}
