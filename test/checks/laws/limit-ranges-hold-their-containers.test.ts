import { limitRangesHoldTheirContainers } from '../../../checks/laws/limit-ranges-hold-their-containers';
import { judge } from '../judge';
import { container, deployment, object } from '../objects';
import { spoilt } from '../spoil';

type Fields = Readonly<Record<string, unknown>>;

const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } };
const iris = (fields: Fields = { containers: [container({ resources })] }) => deployment('iris', fields);
const range = (item: Fields) => object('v1', 'LimitRange', 'limits', { spec: { limits: [item] } });
const judged = (item: Fields, ...objects: unknown[]) =>
  judge(limitRangesHoldTheirContainers, [range({ type: 'Container', ...item }), ...objects]);

describe('limit-ranges-hold-their-containers', () => {
  test('a limit is at most the maximum', () => {
    expect(judged({ max: { memory: '2Gi' } }, iris())).toEqual([]);
    expect(judged({ max: { memory: '1Gi' } }, iris())).toEqual([
      "Deployment/iris: `memory` of container 'bento' must be at most the `max` of LimitRange 'limits', 1Gi, got 2Gi; lower it or raise the bound",
    ]);
  });

  test('a request is at least the minimum', () => {
    expect(judged({ min: { cpu: '500m' } }, iris())).toEqual([]);
    expect(judged({ min: { cpu: 1 } }, iris())).toEqual([
      "Deployment/iris: `cpu` of container 'bento' must be at least the `min` of LimitRange 'limits', 1, got 500m; raise it or lower the bound",
    ]);
  });

  test('a limit and its request are not too far apart', () => {
    expect(judged({ maxLimitRequestRatio: { memory: '2' } }, iris())).toEqual([]);
    expect(judged({ maxLimitRequestRatio: { memory: '1500m' } }, iris())).toEqual([
      "Deployment/iris: `memory` of container 'bento' must have a limit of at most 1.5 times its request (LimitRange 'limits'), got 2Gi to 1Gi; bring them together",
    ]);
  });

  test('a container that says nothing takes the defaults', () => {
    const bounds = { max: { memory: '2Gi' }, min: { memory: '1Gi' } };
    expect(judged(bounds, deployment('iris'))).toEqual([]);
    expect(judged({ ...bounds, defaultRequest: { memory: '512Mi' } }, deployment('iris'))).toHaveLength(1);
    expect(judged({ ...bounds, default: { memory: '3Gi' } }, deployment('iris'))).toHaveLength(1);
  });

  test('init containers count', () => {
    const initContainers = [container({ name: 'init', resources })];
    expect(judged({ max: { memory: '1Gi' } }, iris({ initContainers, containers: [] }))).toHaveLength(1);
  });

  test('a pod keeps within its bounds as a whole', () => {
    const two = iris({ containers: [container({ resources }), container({ name: 'proxy', resources })] });
    expect(judged({ type: 'Pod', max: { memory: '4Gi' } }, two)).toEqual([]);
    expect(judged({ type: 'Pod', max: { memory: '3Gi' } }, two)).toEqual([
      "Deployment/iris: `memory` of the pod must be at most the `max` of LimitRange 'limits', 3Gi, got 4Gi; lower it or raise the bound",
    ]);
  });

  test('a claim keeps within its bounds', () => {
    const spec = { resources: { requests: { storage: '10Gi' } } };
    const claim = object('v1', 'PersistentVolumeClaim', 'data', { spec });
    const bound = (most: string) => ({ type: 'PersistentVolumeClaim', max: { storage: most } });
    expect(judged(bound('10Gi'), claim)).toEqual([]);
    expect(judged(bound('5Gi'), claim)).toEqual([
      "PersistentVolumeClaim/data: `storage` of the claim must be at most the `max` of LimitRange 'limits', 5Gi, got 10Gi; lower it or raise the bound",
    ]);
    const store = object('apps/v1', 'StatefulSet', 'store', {
      spec: { template: {}, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }] },
    });
    expect(judged(bound('5Gi'), store)).toEqual([
      "StatefulSet/store: `storage` of claim template 'data' must be at most the `max` of LimitRange 'limits', 5Gi, got 10Gi; lower it or raise the bound",
    ]);
  });

  test('bounds of one sort are for that sort', () => {
    const claim = object('v1', 'PersistentVolumeClaim', 'data', {
      spec: { resources: { requests: { storage: '10Gi' } } },
    });
    expect(judged({ max: { storage: '5Gi' } }, claim)).toEqual([]);
    expect(judged({ type: 'PersistentVolumeClaim', max: { memory: '1Gi' } }, iris())).toEqual([]);
  });

  test('another namespace is free', () => {
    const elsewhere = object(
      'v1',
      'LimitRange',
      'limits',
      { spec: { limits: [{ type: 'Container', max: { memory: 1 } }] } },
      'other',
    );
    expect(judge(limitRangesHoldTheirContainers, [elsewhere, iris()])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      range({
        type: 'Container',
        max: { memory: '1Gi' },
        min: { cpu: '1' },
        maxLimitRequestRatio: { memory: 1 },
      }),
      iris(),
      object('v1', 'PersistentVolumeClaim', 'data', {
        spec: { resources: { requests: { storage: '1Gi' } } },
      }),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judge(limitRangesHoldTheirContainers, worse)).not.toThrow();
    }
  });
});
