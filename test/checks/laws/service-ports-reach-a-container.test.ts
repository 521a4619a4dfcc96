import { servicePortsReachAContainer } from '../../../checks/laws/service-ports-reach-a-container';
import { judge } from '../judge';
import { container, deployment, NAMESPACE, service } from '../objects';
import { spoilt } from '../spoil';

const withPort = (port: object) => {
  const { spec, ...rest } = service('iris');
  return { ...rest, spec: { ...spec, ports: [{ name: 'http', port: 80, ...port }] } };
};

const judged = (port: object, podSpec: object = {}) =>
  judge(servicePortsReachAContainer, [deployment('iris', { ...podSpec }), withPort(port)]);

describe('service-ports-reach-a-container', () => {
  test('a name or a number that no container declares is a breach', () => {
    expect(judged({ targetPort: 'web' })).toEqual([
      "Service/iris: `ports[0].targetPort` must be a port of a container of production/model-serving/Deployment/iris, got 'web'; use one that the container declares with the same protocol",
    ]);
    expect(judged({ targetPort: 8080 })).toHaveLength(1);
    expect(judged({ targetPort: 'http' })).toEqual([]);
    expect(judged({ targetPort: 3000 })).toEqual([]);
  });

  test('without a target the port of the Service itself is meant', () => {
    expect(judged({})).toHaveLength(1);
    expect(judged({ port: 3000 })).toEqual([]);
  });

  test('the protocol counts', () => {
    expect(judged({ targetPort: 'http', protocol: 'UDP' })).toHaveLength(1);
    expect(judged({ targetPort: 'http', protocol: 'TCP' })).toEqual([]);
  });

  test('a sidecar may listen, an init container that ends may not', () => {
    const init = (restartPolicy?: string) => ({
      initContainers: [container({ restartPolicy, ports: [{ name: 'proxy', containerPort: 4180 }] })],
    });
    expect(judged({ targetPort: 'proxy' }, init('Always'))).toEqual([]);
    expect(judged({ targetPort: 'proxy' }, init())).toHaveLength(1);
  });

  test('a name that the probes of the container ask in vain, too, is up to another law', () => {
    const probed = (port: string) => ({
      containers: [container({ readinessProbe: { httpGet: { path: '/readyz', port } } })],
    });
    expect(judged({ targetPort: 'web' }, probed('web'))).toEqual([]);
    expect(judged({ targetPort: 'web' }, probed('http'))).toHaveLength(1);
  });

  test('a Service without pods of ours is passed over', () => {
    expect(judge(servicePortsReachAContainer, [withPort({ targetPort: 'web' })])).toEqual([]);
    const external = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'store', namespace: NAMESPACE },
      spec: { ports: [{ port: 1 }] },
    };
    expect(judge(servicePortsReachAContainer, [deployment('iris'), external])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([deployment('iris'), service('iris')])) {
      expect(() => judge(servicePortsReachAContainer, worse)).not.toThrow();
    }
  });
});
