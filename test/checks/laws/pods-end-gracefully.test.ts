import { podsEndGracefully } from '../../../checks/laws/pods-end-gracefully';
import { judge } from '../judge';
import { container, deployment, object, service } from '../objects';
import { spoilt } from '../spoil';

const sleep = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const iris = (fields: object, terminationGracePeriodSeconds?: unknown) =>
  deployment('iris', { containers: [container({ ...fields })], terminationGracePeriodSeconds });
const route = (timeouts: object, backend: object = { name: 'iris', port: 3000 }) =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'iris', {
    spec: { rules: [{ timeouts, backendRefs: [backend] }] },
  });

describe('pods-end-gracefully', () => {
  test('a wait before the end passes, none fails', () => {
    expect(judge(podsEndGracefully, [iris(sleep(15), 60)])).toEqual([]);
    expect(judge(podsEndGracefully, [iris({}, 60)])).toEqual([
      "Deployment/iris: `lifecycle.preStop` of container 'bento' must wait until no proxy sends requests any more, got nothing; use `sleep: {seconds: 15}`",
    ]);
  });

  test('the grace period is longer than the wait, whichever way it is written', () => {
    expect(judge(podsEndGracefully, [iris(sleep(15), 16)])).toEqual([]);
    expect(judge(podsEndGracefully, [iris(sleep(15), 15)])).toEqual([
      'Deployment/iris: `terminationGracePeriodSeconds` must be more than the 15 seconds of `preStop`, got 15',
    ]);
    expect(judge(podsEndGracefully, [iris(sleep(29))])).toEqual([]);
    expect(judge(podsEndGracefully, [iris(sleep(30))])).toEqual([
      'Deployment/iris: `terminationGracePeriodSeconds` must be more than the 30 seconds of `preStop`, got nothing',
    ]);
    const script = { lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 40 && stop'] } } } };
    expect(judge(podsEndGracefully, [iris(script, 41)])).toEqual([]);
    expect(judge(podsEndGracefully, [iris(script, 40)])).toHaveLength(1);
    const quick = { lifecycle: { preStop: { exec: { command: ['nginx', '-s', 'quit'] } } } };
    expect(judge(podsEndGracefully, [iris(quick, 1)])).toEqual([]);
  });

  test('a sidecar is waited for as well', () => {
    const initContainers = [{ name: 'proxy', restartPolicy: 'Always', ...sleep(20) }];
    const spec = { initContainers, containers: [container(sleep(5))], terminationGracePeriodSeconds: 20 };
    expect(judge(podsEndGracefully, [deployment('iris', spec)])).toHaveLength(1);
  });

  test.each([
    [{ request: '60s' }, 60],
    [{ backendRequest: '1m' }, 60],
    [{ request: '1m30s500ms' }, 90.5],
  ])('the grace period is longer than the wait and a request of %p', (timeouts, seconds) => {
    const objects = (grace: number) => [iris(sleep(15), grace), service('iris'), route(timeouts)];
    expect(judge(podsEndGracefully, objects(106))).toEqual([]);
    expect(judge(podsEndGracefully, objects(15 + seconds))).toEqual([
      `Deployment/iris: \`terminationGracePeriodSeconds\` must be more than the 15 seconds of \`preStop\` and ${seconds} of the longest request, got ${15 + seconds}`,
    ]);
  });

  test('a route without a timeout or to another Service asks for nothing', () => {
    const objects = (...routes: object[]) => [iris(sleep(15), 16), service('iris'), ...routes];
    expect(judge(podsEndGracefully, objects(route({ request: '0s' })))).toEqual([]);
    expect(judge(podsEndGracefully, objects(route({ request: '60s' }, { name: 'churn' })))).toEqual([]);
    const elsewhere = { name: 'iris', namespace: 'staging-model-serving' };
    expect(judge(podsEndGracefully, objects(route({ request: '60s' }, elsewhere)))).toEqual([]);
  });

  test('jobs end when they are done', () => {
    const spec = { template: { spec: { containers: [container()] } } };
    expect(judge(podsEndGracefully, [object('batch/v1', 'Job', 'iris', { spec })])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([iris(sleep(15), 60), service('iris'), route({ request: '60s' })])) {
      expect(judge(podsEndGracefully, objects)).toBeInstanceOf(Array);
    }
  });
});
