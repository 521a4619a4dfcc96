import { quotasHoldTheirWorkloads } from '../../../checks/laws/quotas-hold-their-workloads';
import { judge } from '../judge';
import { container, deployment, object, service } from '../objects';
import { spoilt } from '../spoil';

type Fields = Readonly<Record<string, unknown>>;

const resources = {
  requests: { cpu: '100m', memory: '1Gi', 'ephemeral-storage': '1Gi' },
  limits: { memory: '2Gi', 'ephemeral-storage': '2Gi' },
};
const pod = (fields: Fields = {}) => ({ containers: [container({ resources })], ...fields });
const iris = (fields: Fields = {}, podFields: Fields = {}) => deployment('iris', pod(podFields), fields);
const recreated = { strategy: { type: 'Recreate' } };
const quota = (hard: Fields, fields: Fields = {}) =>
  object('v1', 'ResourceQuota', 'quota', { spec: { hard, ...fields } });
const hpa = (maxReplicas: number) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'iris', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'iris' }, maxReplicas },
  });
const vpa = (policy: Fields, mode = 'InPlaceOrRecreate') =>
  object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'iris', {
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'iris' },
      updatePolicy: { updateMode: mode },
      resourcePolicy: { containerPolicies: [{ containerName: 'bento', ...policy }] },
    },
  });
const template = (fields: Fields = {}) => ({ metadata: {}, spec: pod(fields) });
const cronJob = (job: Fields, fields: Fields = {}) =>
  object('batch/v1', 'CronJob', 'retrain', {
    spec: { concurrencyPolicy: 'Forbid', jobTemplate: { spec: { template: template(), ...job } }, ...fields },
  });

/** Whether the objects need exactly that much: it is enough, and one less is not. */
function expectNeeded(resource: string, amount: number, unit: string, ...objects: unknown[]) {
  const judged = (hard: number) =>
    judge(quotasHoldTheirWorkloads, [quota({ [resource]: `${hard}${unit}` }), ...objects]);
  expect(judged(amount)).toEqual([]);
  expect(judged(amount - 1)).toHaveLength(1);
}

describe('quotas-hold-their-workloads', () => {
  test('what is needed at most and who needs most of it is told', () => {
    const objects = [quota({ 'requests.memory': '6Gi' }), iris({ replicas: 4 }), hpa(6), cronJob({})];
    expect(judge(quotasHoldTheirWorkloads, objects)).toEqual([
      "ResourceQuota/quota: `hard.requests.memory` must hold all that the namespace needs at its most, 9Gi, got '6Gi'; raise it, or lower what is asked for, most of it by production/model-serving/Deployment/iris (8Gi)",
    ]);
  });

  test.each([
    ['requests.cpu', 200, 'm'],
    ['cpu', 200, 'm'],
    ['requests.memory', 2, 'Gi'],
    ['memory', 2, 'Gi'],
    ['limits.memory', 4, 'Gi'],
    ['requests.ephemeral-storage', 2, 'Gi'],
    ['limits.ephemeral-storage', 4, 'Gi'],
    ['pods', 2, ''],
  ])('two pods need %s %i%s', (resource, amount, unit) => {
    expectNeeded(resource, amount, unit, iris({ replicas: 2, ...recreated }));
  });

  test('an update of a Deployment needs a surge on top', () => {
    expectNeeded('pods', 2, '', iris());
    expectNeeded('pods', 10, '', iris({ replicas: 8 }));
    expectNeeded('pods', 11, '', iris({ replicas: 8, strategy: { rollingUpdate: { maxSurge: 3 } } }));
    expectNeeded('pods', 9, '', iris({ replicas: 8, strategy: { rollingUpdate: { maxSurge: '5%' } } }));
    expectNeeded('pods', 8, '', iris({ replicas: 8, ...recreated }));
    const store = object('apps/v1', 'StatefulSet', 'store', { spec: { replicas: 3, template: template() } });
    expectNeeded('pods', 3, '', store);
  });

  test('a scaler counts at its maximum', () => {
    expectNeeded('pods', 6, '', iris(recreated), hpa(6));
    const keda = object('keda.sh/v1alpha1', 'ScaledObject', 'iris', {
      spec: { scaleTargetRef: { name: 'iris' }, maxReplicaCount: 5 },
    });
    expectNeeded('pods', 5, '', iris(recreated), keda);
  });

  test('a job counts with the pods of one run', () => {
    expectNeeded('pods', 1, '', cronJob({}));
    expectNeeded('pods', 3, '', cronJob({ parallelism: 3 }));
    expectNeeded('pods', 2, '', cronJob({ parallelism: 3, completions: 2 }));
    expectNeeded(
      'pods',
      4,
      '',
      object('batch/v1', 'Job', 'once', { spec: { parallelism: 4, template: template() } }),
    );
  });

  test('init containers count where they need more than what runs later, sidecars before them included', () => {
    const init = (memory: string, fields: Fields = {}) =>
      container({ name: 'init', resources: { requests: { memory } }, ...fields });
    const one = (...initContainers: unknown[]) => iris(recreated, { initContainers });
    expectNeeded('requests.memory', 1, 'Gi', one(init('1Gi')));
    expectNeeded('requests.memory', 3, 'Gi', one(init('3Gi')));
    expectNeeded('requests.memory', 3, 'Gi', one(init('2Gi', { restartPolicy: 'Always' })));
    expectNeeded('requests.memory', 5, 'Gi', one(init('2Gi', { restartPolicy: 'Always' }), init('3Gi')));
  });

  test('vertical scaling may raise memory as far as it is allowed to, and the limit with it', () => {
    const one = iris(recreated);
    const raised = (policy: Fields) => vpa({ maxAllowed: { memory: '3Gi', cpu: '9' }, ...policy });
    const memory = { controlledResources: ['memory'] };
    expectNeeded('requests.memory', 3, 'Gi', one, raised(memory));
    expectNeeded('limits.memory', 6, 'Gi', one, raised(memory));
    expectNeeded('limits.memory', 2, 'Gi', one, raised({ ...memory, controlledValues: 'RequestsOnly' }));
    expectNeeded('requests.cpu', 100, 'm', one, raised(memory));
    expectNeeded('requests.cpu', 9, '', one, raised({}));
    expectNeeded('requests.memory', 3, 'Gi', one, raised({ containerName: '*' }));
    expectNeeded('requests.memory', 1, 'Gi', one, raised({ containerName: 'proxy' }));
    expectNeeded('requests.memory', 1, 'Gi', one, raised({ mode: 'Off' }));
    expectNeeded('requests.memory', 1, 'Gi', one, vpa({ maxAllowed: { memory: '3Gi' } }, 'Off'));
    expectNeeded('requests.memory', 1, 'Gi', one, vpa({ maxAllowed: { memory: '512Mi' } }));
  });

  test('a container that says nothing takes the defaults of the namespace', () => {
    const silent = deployment('iris', {}, recreated);
    const limits = (item: Fields) =>
      object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', ...item }] } });
    const given = { default: { memory: '4Gi' }, defaultRequest: { memory: '3Gi' } };
    expectNeeded('requests.memory', 3, 'Gi', silent, limits(given));
    expectNeeded('limits.memory', 4, 'Gi', silent, limits(given));
    expectNeeded('requests.memory', 4, 'Gi', silent, limits({ default: { memory: '4Gi' } }));
    expectNeeded('requests.memory', 5, 'Gi', silent, limits({ max: { memory: '5Gi' } }));
    const ofPods = object('v1', 'LimitRange', 'pods', {
      spec: { limits: [{ type: 'Pod', max: { memory: '9Gi' } }] },
    });
    expectNeeded('requests.memory', 3, 'Gi', silent, limits(given), ofPods);
    const limited = iris(recreated, {
      containers: [container({ resources: { limits: { memory: '6Gi' } } })],
    });
    expectNeeded('requests.memory', 6, 'Gi', limited, limits(given));
  });

  test('claims count, those of a StatefulSet once a pod', () => {
    const spec = { storageClassName: 'ssd', resources: { requests: { storage: '2Gi' } } };
    const claim = object('v1', 'PersistentVolumeClaim', 'data', { spec });
    const store = object('apps/v1', 'StatefulSet', 'store', {
      spec: {
        replicas: 3,
        template: template(),
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }],
      },
    });
    const volumes = [
      { name: 'scratch', ephemeral: { volumeClaimTemplate: { spec } } },
      { name: 'tmp', emptyDir: {} },
    ];
    expectNeeded('persistentvolumeclaims', 2, '', iris({ replicas: 2, ...recreated }, { volumes }));
    expectNeeded('requests.storage', 8, 'Gi', claim, store);
    expectNeeded('persistentvolumeclaims', 4, '', claim, store);
    expectNeeded('ssd.storageclass.storage.k8s.io/requests.storage', 8, 'Gi', claim, store);
  });

  test('Services that are reached from outside count', () => {
    const typed = (type: string) => ({
      ...service('iris'),
      spec: { type, ports: [{ port: 1 }, { port: 2 }] },
    });
    expectNeeded('services', 1, '', service('iris'));
    expectNeeded('services.loadbalancers', 1, '', typed('LoadBalancer'));
    expectNeeded('services.nodeports', 2, '', typed('LoadBalancer'));
    expectNeeded('services.nodeports', 2, '', typed('NodePort'));
    const none = quota({ 'services.loadbalancers': '0', 'services.nodeports': '0' });
    expect(judge(quotasHoldTheirWorkloads, [none, typed('ClusterIP')])).toEqual([]);
  });

  test('sums do not drift', () => {
    const tenth = { containers: [container({ resources: { requests: { cpu: 0.1 } } })] };
    expectNeeded('requests.cpu', 300, 'm', iris({ replicas: 3, ...recreated }, tenth));
  });

  test('another namespace, a quota for some pods only and a resource that nobody asks for are passed over', () => {
    const elsewhere = object('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '0' } } }, 'other');
    const some = [
      quota({ pods: '0' }, { scopes: ['BestEffort'] }),
      quota({ pods: '0' }, { scopeSelector: { matchExpressions: [] } }),
      quota({ 'count/secrets': '0' }),
    ];
    expect(judge(quotasHoldTheirWorkloads, [elsewhere, ...some, iris()])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      quota({ pods: '1', cpu: '1' }),
      iris({ strategy: { rollingUpdate: { maxSurge: '1%' } } }),
      hpa(2),
      vpa({ maxAllowed: { memory: '3Gi' } }),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judge(quotasHoldTheirWorkloads, worse)).not.toThrow();
    }
  });
});
