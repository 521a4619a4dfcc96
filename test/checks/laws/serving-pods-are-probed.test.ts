import { servingPodsAreProbed } from '../../../checks/laws/serving-pods-are-probed';
import { judge } from '../judge';
import { container, deployment, object } from '../objects';
import { spoilt } from '../spoil';

const asks = (path: string, port: unknown = 'http') => ({ httpGet: { path, port } });
const PROBES = {
  startupProbe: { ...asks('/readyz'), failureThreshold: 30 },
  readinessProbe: asks('/readyz'),
  livenessProbe: asks('/livez'),
};
const iris = (probes: object) => deployment('iris', { containers: [container({ ...probes })] });

describe('serving-pods-are-probed', () => {
  test('three probes pass', () => {
    expect(judge(servingPodsAreProbed, [iris(PROBES)])).toEqual([]);
    expect(judge(servingPodsAreProbed, [iris({ ...PROBES, livenessProbe: asks('/livez', 3000) })])).toEqual(
      [],
    );
    expect(
      judge(servingPodsAreProbed, [iris({ ...PROBES, livenessProbe: { tcpSocket: { port: 'http' } } })]),
    ).toEqual([]);
  });

  test('those that are missing fail once a container', () => {
    const { readinessProbe } = PROBES;
    expect(judge(servingPodsAreProbed, [iris({ readinessProbe })])).toEqual([
      "Deployment/iris: container 'bento' must have startupProbe, readinessProbe, livenessProbe, got no startupProbe, no livenessProbe",
    ]);
  });

  test('liveness that asks what readiness asks fails, however patient it is', () => {
    const livenessProbe = { failureThreshold: 10, httpGet: { port: 'http', path: '/readyz' } };
    expect(judge(servingPodsAreProbed, [iris({ ...PROBES, livenessProbe })])).toEqual([
      'Deployment/iris: `livenessProbe` of container \'bento\' must not ask what its `readinessProbe` asks, got {"httpGet":{"port":"http","path":"/readyz"}}',
    ]);
  });

  test('a probe of a port that the container does not name fails', () => {
    expect(judge(servingPodsAreProbed, [iris({ ...PROBES, startupProbe: asks('/readyz', 'web') })])).toEqual([
      "Deployment/iris: probes of container 'bento' must ask one of its ports, got 'web'; it has 'http'",
    ]);
    const mute = deployment('iris', { containers: [{ ...container(PROBES), ports: [] }] });
    expect(judge(servingPodsAreProbed, [mute])).toEqual([
      "Deployment/iris: probes of container 'bento' must ask one of its ports, got 'http'; it has none",
    ]);
  });

  test('init containers and jobs need no probe', () => {
    const helped = deployment('iris', { containers: [container(PROBES)], initContainers: [container()] });
    expect(judge(servingPodsAreProbed, [helped])).toEqual([]);
    const spec = { template: { spec: { containers: [container()] } } };
    expect(judge(servingPodsAreProbed, [object('batch/v1', 'Job', 'iris', { spec })])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([iris(PROBES)]))
      expect(judge(servingPodsAreProbed, objects)).toBeInstanceOf(Array);
  });
});
