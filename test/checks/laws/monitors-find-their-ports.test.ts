import { monitorsFindTheirPorts } from '../../../checks/laws/monitors-find-their-ports';
import { judge } from '../judge';
import { deployment, labelsOf, NAMESPACE, namespace, object, service } from '../objects';
import { spoilt } from '../spoil';

const model = [deployment('iris'), service('iris')];

const monitor = (spec: Readonly<Record<string, unknown>> = {}, inNamespace = NAMESPACE) =>
  object(
    'monitoring.coreos.com/v1',
    'ServiceMonitor',
    'iris',
    { spec: { selector: { matchLabels: labelsOf('iris') }, endpoints: [{ port: 'http' }], ...spec } },
    inNamespace,
  );

describe('monitors-find-their-ports', () => {
  test('a monitor of a Service and one of its ports passes', () => {
    expect(judge(monitorsFindTheirPorts, [...model, monitor()])).toEqual([]);
  });

  test('a selector that finds no Service is a breach', () => {
    const selector = { matchLabels: { app: 'iris' } };
    expect(judge(monitorsFindTheirPorts, [...model, monitor({ selector })])).toEqual([
      "ServiceMonitor/iris: `spec.selector` must match a Service of namespace production-model-serving, got 'app=iris'; use the labels in the Service's metadata",
    ]);
    expect(judge(monitorsFindTheirPorts, [monitor({ selector })])).toEqual([]);
  });

  test('an endpoint is a port of the Service by its name', () => {
    expect(judge(monitorsFindTheirPorts, [...model, monitor({ endpoints: [{ port: 'metrics' }] })])).toEqual([
      'ServiceMonitor/iris: `endpoints[0].port` must be the name of a port of the Service, got \'metrics\'; use one of ["http"]',
    ]);
    expect(judge(monitorsFindTheirPorts, [...model, monitor({ endpoints: [{ targetPort: 3000 }] })])).toEqual(
      [],
    );
  });

  test('a monitor may look into other namespaces', () => {
    const judged = (namespaceSelector?: object) =>
      judge(
        monitorsFindTheirPorts,
        [
          ...model,
          namespace(NAMESPACE),
          deployment('wine', {}, {}, 'ml'),
          monitor({ namespaceSelector }, 'ml'),
        ],
        {},
      );
    expect(judged()).toHaveLength(1);
    expect(judged({ matchNames: [NAMESPACE] })).toEqual([]);
    expect(judged({ any: true })).toEqual([]);
  });

  test('one namespace that others fill may hold the Service', () => {
    const selector = { matchLabels: { app: 'iris' } };
    const wide = monitor({ selector, namespaceSelector: { matchNames: [NAMESPACE, 'monitoring'] } });
    expect(judge(monitorsFindTheirPorts, [...model, wide])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [...model, monitor({ namespaceSelector: { matchNames: [NAMESPACE] } })];
    for (const worse of spoilt(objects)) expect(() => judge(monitorsFindTheirPorts, worse)).not.toThrow();
  });
});
