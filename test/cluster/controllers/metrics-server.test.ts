import { mappings, strings, text } from '../../../checks/readers/read';
import { applicationsIn, awaitSynced } from '../argo-cd/applications';
import { clusterUnderTest, distObjects } from '../ground';
import { until } from '../session/until';
import { objectOf, places, untilScales } from './lookup';

const cluster = clusterUnderTest();

beforeAll(() => awaitSynced(cluster.client, applicationsIn(distObjects)));

test.each(places('Deployment', 'apps'))('the pods of %s/%s are measured', async (namespace, name) => {
  const workload = objectOf('Deployment', [namespace, name]);
  const labels = Object.entries(strings(workload, 'spec.selector.matchLabels'));
  const selector = encodeURIComponent(labels.map((label) => label.join('=')).join());
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods?labelSelector=${selector}`;
  const look = async () => {
    const { status, body } = await cluster.client.send({ path });
    const containers = mappings(body, 'items').flatMap((pod) => mappings(pod, 'containers'));
    const measured = containers.filter((container) => text(container, 'usage.memory') !== undefined);
    return measured.length > 0 || `${status} ${JSON.stringify(body)}`;
  };
  await until(`pods of ${namespace}/${name} are measured`, look, { seconds: 120 });
});

test.each(places('HorizontalPodAutoscaler', 'autoscaling'))(
  'the autoscaler %s/%s has a current value',
  (namespace, name) => untilScales(cluster, [namespace, name], 'resource.current.averageUtilization'),
);
