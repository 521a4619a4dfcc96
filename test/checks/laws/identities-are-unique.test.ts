import { identitiesAreUnique } from '../../../checks/laws/identities-are-unique';
import { judge, judgeTrees } from '../judge';

const service = (namespace: string, apiVersion = 'v1') => ({
  apiVersion,
  kind: 'Service',
  metadata: { name: 'iris', namespace },
});

describe('identities-are-unique', () => {
  test('an object that stands in two trees is a breach that names both places', () => {
    expect(
      judgeTrees(identitiesAreUnique, {
        'production/model-serving': [service('ml')],
        'staging/models': [service('ml')],
      }),
    ).toEqual([
      "staging/models/Service/ml/iris: `metadata.name` must be unique among the Service objects of a cluster, got 'ml/iris', which production/model-serving/Service/ml/iris has too; rename one or remove it",
    ]);
  });

  test('the version of the API does not make a second object', () => {
    const scaler = (version: string) => ({
      apiVersion: `autoscaling/${version}`,
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'iris', namespace: 'ml' },
    });
    expect(judge(identitiesAreUnique, [scaler('v1'), scaler('v2')])).toHaveLength(1);
  });

  test('a cluster-scoped object has one name', () => {
    const priority = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'staging' },
    };
    expect(judge(identitiesAreUnique, [priority, priority])).toEqual([
      "PriorityClass/staging: `metadata.name` must be unique among the PriorityClass objects of a cluster, got 'staging', which production/model-serving/PriorityClass/staging has too; rename one or remove it",
    ]);
  });

  test('another namespace, group or kind makes another object', () => {
    expect(
      judge(identitiesAreUnique, [
        service('ml'),
        service('jobs'),
        service('ml', 'serving.knative.dev/v1'),
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'iris', namespace: 'ml' } },
      ]),
    ).toEqual([]);
  });
});
