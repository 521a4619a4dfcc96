import { mappings } from '../../../checks/readers/read';
import { prometheus } from '../../../environments/operators';
import { applicationsIn, awaitSynced } from '../argo-cd/applications';
import { type Cluster, openCluster } from '../cluster';
import { SESSION_VARIABLE } from '../session/session';
import { until } from '../session/until';
import { objects, places } from './lookup';

let cluster: Cluster;

beforeAll(async () => {
  cluster = openCluster(process.env[SESSION_VARIABLE] ?? '');
  await awaitSynced(cluster.client, applicationsIn(objects));
});

afterAll(() => cluster.client.close());

test.each(places('ServiceMonitor', 'monitoring.coreos.com'))(
  'what %s/%s names is scraped',
  async (namespace, name) => {
    const job = `serviceMonitor/${namespace}/${name}/`;
    const look = async () => {
      const found = (await upByJob()).filter((target) => target.job.startsWith(job));
      return (found.length > 0 && found.every(({ up }) => up)) || JSON.stringify(found);
    };
    await until(`${namespace}/${name} is up`, look, { seconds: 120 });
  },
);

/** Every target with the scrape configuration that it is of, and whether its last scrape went well. */
async function upByJob(): Promise<readonly { readonly job: string; readonly up: boolean }[]> {
  const { hostname, port } = new URL(prometheus.url);
  const service = `${hostname.split('.')[0]}:${port}`;
  const proxy = `/api/v1/namespaces/${prometheus.namespace}/services/${service}/proxy`;
  const { body } = await cluster.client.send({ path: `${proxy}/api/v1/targets?state=active` });
  return mappings(body, 'data.activeTargets').map(({ scrapePool, health }) => ({
    job: String(scrapePool),
    up: health === 'up',
  }));
}
