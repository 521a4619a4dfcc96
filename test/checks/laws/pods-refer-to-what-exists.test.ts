import { podsReferToWhatExists } from '../../../checks/laws/pods-refer-to-what-exists';
import { judge } from '../judge';
import { clusterObject, container, deployment, object } from '../objects';
import { spoilt } from '../spoil';

const configMap = object('v1', 'ConfigMap', 'settings', { data: { 'a.yaml': '' }, binaryData: { b: '' } });
const judged = (podSpec: object, ...others: unknown[]) =>
  judge(podsReferToWhatExists, [deployment('iris', { ...podSpec }), ...others]);
const variable = (valueFrom: unknown) => ({
  containers: [container({ env: [{ name: 'SETTING', valueFrom }] })],
});
const volume = (source: object) => ({ volumes: [{ name: 'data', ...source }] });

describe('pods-refer-to-what-exists', () => {
  test('the ServiceAccount is rendered in the same namespace', () => {
    const account = { serviceAccountName: 'iris' };
    expect(judged(account)).toEqual([
      "Deployment/iris: `serviceAccountName` must name a ServiceAccount of its namespace, got 'iris'; render one of that name or correct it",
    ]);
    expect(judged(account, object('v1', 'ServiceAccount', 'iris', {}, 'elsewhere'))).toHaveLength(1);
    expect(judged(account, object('v1', 'ServiceAccount', 'iris'))).toEqual([]);
    expect(judged({ serviceAccountName: 'default' })).toEqual([]);
  });

  test('the PriorityClass is rendered or built in', () => {
    const priority = (priorityClassName: string) => ({ priorityClassName });
    expect(judged(priority('production'))).toEqual([
      "Deployment/iris: `priorityClassName` must name a PriorityClass, got 'production'; render one of that name or correct it",
    ]);
    const rendered = clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'production');
    expect(judged(priority('production'), rendered)).toEqual([]);
    expect(judged(priority('system-cluster-critical'))).toEqual([]);
  });

  test('a claim is rendered in the same namespace', () => {
    const claimed = volume({ persistentVolumeClaim: { claimName: 'features' } });
    expect(judged(claimed)).toEqual([
      "Deployment/iris: volume 'data' must name a PersistentVolumeClaim of its namespace, got 'features'; render one of that name or correct it",
    ]);
    expect(judged(claimed, object('v1', 'PersistentVolumeClaim', 'features'))).toEqual([]);
  });

  test.each([
    [
      'a variable',
      variable({ configMapKeyRef: { name: 'settings', key: 'a.yaml' } }),
      "`env.SETTING` of container 'bento'",
    ],
    [
      'all variables',
      { containers: [container({ envFrom: [{ configMapRef: { name: 'settings' } }] })] },
      "`envFrom[0]` of container 'bento'",
    ],
    ['a volume', volume({ configMap: { name: 'settings' } }), "volume 'data'"],
    [
      'a projected volume',
      volume({ projected: { sources: [{ configMap: { name: 'settings' } }] } }),
      "volume 'data'",
    ],
  ])('a ConfigMap in %s is rendered in the same namespace', (_, podSpec, place) => {
    expect(judged(podSpec)).toEqual([
      `Deployment/iris: ${place} must name a ConfigMap of its namespace, got 'settings'; render one of that name or correct it`,
    ]);
    expect(judged(podSpec, configMap)).toEqual([]);
  });

  test('the key of a ConfigMap is in it', () => {
    const key = (name: string) => variable({ configMapKeyRef: { name: 'settings', key: name } });
    expect(judged(key('b.yaml'), configMap)).toEqual([
      "Deployment/iris: `env.SETTING` of container 'bento' must name a key of ConfigMap 'settings', got 'b.yaml'; its keys are [\"a.yaml\",\"b\"]",
    ]);
    expect(judged(key('b'), configMap)).toEqual([]);
    const item = volume({ configMap: { name: 'settings', items: [{ key: 'c', path: 'c' }] } });
    expect(judged(item, configMap)).toHaveLength(1);
  });

  test('what is optional may miss, what somebody else writes does', () => {
    expect(judged(volume({ configMap: { name: 'settings', optional: true } }))).toEqual([]);
    expect(judged(volume({ configMap: { name: 'kube-root-ca.crt' } }))).toEqual([]);
    const bundle = (target: object) =>
      clusterObject('trust.cert-manager.io/v1alpha1', 'Bundle', 'internal-ca', { spec: { target } });
    const trusting = volume({ configMap: { name: 'internal-ca' } });
    expect(judged(trusting, bundle({ configMap: { key: 'ca.crt' } }))).toEqual([]);
    expect(judged(trusting, bundle({ secret: { key: 'ca.crt' } }))).toHaveLength(1);
  });

  test('Secrets have a law of their own', () => {
    expect(judged(volume({ secret: { secretName: 'db' } }))).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const spec = {
      ...volume({ projected: { sources: [{ configMap: { name: 'settings', items: [{ key: 'b' }] } }] } }),
      ...variable({ configMapKeyRef: { name: 'settings', key: 'b' } }),
    };
    for (const worse of spoilt([deployment('iris', spec), configMap])) {
      expect(() => judge(podsReferToWhatExists, worse)).not.toThrow();
    }
  });
});
