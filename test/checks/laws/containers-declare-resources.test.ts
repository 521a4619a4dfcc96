import { containersDeclareResources } from '../../../checks/laws/containers-declare-resources';
import { judge } from '../judge';
import { container, deployment } from '../objects';
import { spoilt } from '../spoil';

const REQUESTS = { cpu: '500m', memory: '1Gi', 'ephemeral-storage': '1Gi' };
const LIMITS = { memory: '2Gi', 'ephemeral-storage': '1Gi' };

const iris = (requests: object, limits: object, more: object = {}) =>
  deployment('iris', { containers: [container({ resources: { requests, limits } })], ...more });

describe('containers-declare-resources', () => {
  test('requests of all three and limits of two pass', () => {
    expect(judge(containersDeclareResources, [iris(REQUESTS, LIMITS)])).toEqual([]);
    expect(judge(containersDeclareResources, [iris({ ...REQUESTS, cpu: 1 }, LIMITS)])).toEqual([]);
  });

  test('what is missing fails once a container', () => {
    const { memory, ...others } = LIMITS;
    expect(judge(containersDeclareResources, [iris(REQUESTS, others)])).toEqual([
      "Deployment/iris: `resources` of container 'bento' must hold limits.memory, got nothing there",
    ]);
    expect(judge(containersDeclareResources, [deployment('iris')])).toEqual([
      "Deployment/iris: `resources` of container 'bento' must hold requests.cpu, requests.memory, requests.ephemeral-storage, limits.memory, limits.ephemeral-storage, got nothing there",
    ]);
    expect(memory).toBe('2Gi');
  });

  test('an init container is judged as well', () => {
    const initContainers = [{ name: 'fetch' }];
    expect(judge(containersDeclareResources, [iris(REQUESTS, LIMITS, { initContainers })])).toHaveLength(1);
  });

  test.each([
    ['0', "'0'"],
    ['-1', "'-1'"],
    ['half', "'half'"],
    [0, '0'],
  ])('%p is no request', (cpu, got) => {
    expect(judge(containersDeclareResources, [iris({ ...REQUESTS, cpu }, LIMITS)])).toEqual([
      `Deployment/iris: \`resources.requests.cpu\` of container 'bento' must be a quantity above 0, got ${got}`,
    ]);
  });

  test('a request is at most its limit, whatever their units', () => {
    const limits = { ...LIMITS, cpu: '0.7' };
    expect(judge(containersDeclareResources, [iris({ ...REQUESTS, cpu: '700m' }, limits)])).toEqual([]);
    expect(judge(containersDeclareResources, [iris({ ...REQUESTS, cpu: '701m' }, limits)])).toEqual([
      "Deployment/iris: `resources.requests.cpu` of container 'bento' must be at most its limit '0.7', got '701m'",
    ]);
    expect(judge(containersDeclareResources, [iris({ ...REQUESTS, memory: '2049Mi' }, LIMITS)])).toHaveLength(
      1,
    );
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([iris(REQUESTS, LIMITS)])) {
      expect(judge(containersDeclareResources, objects)).toBeInstanceOf(Array);
    }
  });
});
