import { namespacesAreNamed } from '../../../checks/laws/namespaces-are-named';
import { judge } from '../judge';

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ml' } };

function object(apiVersion: string, kind: string, inNamespace?: string) {
  return {
    apiVersion,
    kind,
    metadata: { name: 'iris', ...(inNamespace === undefined ? {} : { namespace: inNamespace }) },
  };
}

describe('namespaces-are-named', () => {
  test('an object of a namespaced kind names its namespace', () => {
    expect(judge(namespacesAreNamed, [namespace, object('v1', 'Service')])).toEqual([
      'Service/iris: `metadata.namespace` must be set on a Service, got nothing; name the namespace that it belongs to',
    ]);
    expect(judge(namespacesAreNamed, [namespace, object('v1', 'Service', 'ml')])).toEqual([]);
  });

  test('an object of a cluster-scoped kind names none', () => {
    expect(
      judge(namespacesAreNamed, [namespace, object('scheduling.k8s.io/v1', 'PriorityClass', 'ml')]),
    ).toEqual([
      "PriorityClass/ml/iris: `metadata.namespace` must not be set on a PriorityClass, which belongs to the whole cluster, got 'ml'; remove it",
    ]);
    expect(judge(namespacesAreNamed, [object('scheduling.k8s.io/v1', 'PriorityClass')])).toEqual([]);
  });

  test('the namespace is rendered or stands in the surroundings', () => {
    const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'monitoring');
    expect(judge(namespacesAreNamed, [namespace, monitor])).toEqual([
      "ServiceMonitor/monitoring/iris: `metadata.namespace` must name a namespace that is rendered or that the cluster brings, got 'monitoring'; render a Namespace of that name or correct it",
    ]);
    expect(judge(namespacesAreNamed, [monitor], { namespaces: ['monitoring'] })).toEqual([]);
  });

  test('of a kind that nobody knows only the namespace itself is judged', () => {
    const unknown = (inNamespace?: string) => object('example.test/v1', 'Widget', inNamespace);
    expect(judge(namespacesAreNamed, [namespace, unknown(), unknown('ml')])).toEqual([]);
    expect(judge(namespacesAreNamed, [namespace, unknown('mm')])).toHaveLength(1);
  });

  test('a kind is known by its group, too', () => {
    expect(judge(namespacesAreNamed, [namespace, object('postgresql.cnpg.io/v1', 'Cluster')])).toHaveLength(
      1,
    );
    expect(judge(namespacesAreNamed, [namespace, object('example.test/v1', 'Cluster')])).toEqual([]);
  });
});
