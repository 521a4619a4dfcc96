import { text } from '../../../checks/readers/read';
import { applicationsIn, awaitSynced } from '../argo-cd/applications';
import { type Cluster, openCluster } from '../cluster';
import { SESSION_VARIABLE } from '../session/session';
import { until } from '../session/until';
import { conditionsOf, objectOf, objects, places, untilScales } from './lookup';

const scaledObjects = places('ScaledObject', 'keda.sh');
let cluster: Cluster;

beforeAll(async () => {
  cluster = openCluster(process.env[SESSION_VARIABLE] ?? '');
  await awaitSynced(cluster.client, applicationsIn(objects));
});

afterAll(() => cluster.client.close());

test.each(scaledObjects)('%s/%s is Ready, and scales by its triggers', async (namespace, name) => {
  const path = `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/${name}`;
  const look = async () => {
    const { body } = await cluster.client.send({ path });
    const found = conditionsOf(body);
    return (found['Ready'] === 'True' && found['Fallback'] === 'False') || JSON.stringify(found);
  };
  await until(`${namespace}/${name} is Ready and needs no fallback`, look, { seconds: 120 });
});

test.each(scaledObjects)('the autoscaler made for %s/%s has a current value', (namespace, name) =>
  untilScales(cluster, [namespace, `keda-hpa-${name}`], 'external.current.averageValue'),
);

test.each(scaledObjects)('a second autoscaler beside %s/%s is refused', async (namespace, name) => {
  const first = objectOf('ScaledObject', [namespace, name]);
  const { status, body } = await cluster.client.send({
    method: 'POST',
    path: `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects?dryRun=All`,
    body: JSON.stringify({ ...first, metadata: { name: `${name}-second`, namespace } }),
  });
  expect({ status, message: text(body, 'message') }).toEqual({
    status: 403,
    message: expect.stringMatching(/vscaledobject\.kb\.io.*already managed by the ScaledObject/),
  });
});
