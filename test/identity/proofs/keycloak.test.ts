import { KEYCLOAK } from '../../../constructs/keycloak/props';
import { kubectl } from '../../cluster/cluster';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { publicGateway } from '../access/gateway';
import { PUBLIC_HOST } from '../access/keycloak';
import { startStream, streamText } from '../access/stream';
import { clusterUnderTest, environment, namespaces } from '../ground';

const cluster = clusterUnderTest();
const inKeycloak = `--namespace=${namespaces.keycloak}`;
const replicas = environment.keycloak?.replicas ?? 0;
const realm = environment.keycloak?.realm.name ?? '';
const discovery = { host: PUBLIC_HOST, path: `/realms/${realm}/.well-known/openid-configuration` };

test('all servers are members of one cluster', async () => {
  for (const pod of pods()) expect(await lastViewOf(pod)).toBe(replicas);
});

test('a rolling restart is answered throughout', async () => {
  const stop = startStream(await publicGateway(cluster), discovery);
  const start = Date.now();
  const set = `statefulset/${KEYCLOAK}`;
  await kubectl(cluster, ['rollout', 'restart', set, inKeycloak]);
  await kubectl(cluster, ['rollout', 'status', set, inKeycloak, '--timeout=600s']);
  measured('rolling restart', secondsSince(start));
  const stream = await stop();
  measured('requests meanwhile', streamText(stream));
  expect(stream.failed).toBe(0);
  for (const pod of pods()) expect(await lastViewOf(pod)).toBe(replicas);
});

function pods(): readonly string[] {
  return Array.from({ length: replicas }, (_, ordinal) => `${KEYCLOAK}-${ordinal}`);
}

/** How many members a server counts, by the last view of the cluster that it wrote into its log. */
async function lastViewOf(pod: string): Promise<number> {
  const log = await kubectl(cluster, ['logs', inKeycloak, pod, `--container=${KEYCLOAK}`]);
  const views = [...log.matchAll(/ISPN000094[^\n]*?\((\d+)\) \[/g)];
  return Number(views.at(-1)?.[1]);
}
