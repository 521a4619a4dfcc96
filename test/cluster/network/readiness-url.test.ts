import type { KubernetesObject } from '../../../synth/manifest';
import { readinessUrlOf } from './readiness-url';

const probe = (port: unknown) => ({ readinessProbe: { httpGet: { path: '/readyz', port } } });

test('the port of the Service is the one that leads to the probe, by name or by number', () => {
  const ports = [
    { port: 80, targetPort: 'metrics' },
    { port: 81, targetPort: 'http' },
    { port: 82, targetPort: 3000 },
  ];
  expect(readinessUrlOf(service(ports), workload(probe('http')))).toBe('http://a.space.svc:81/readyz');
  expect(readinessUrlOf(service(ports), workload(probe(3000)))).toBe('http://a.space.svc:82/readyz');
  const named = { ...probe('http'), ports: [{ name: 'http', containerPort: 3000 }] };
  expect(readinessUrlOf(service(ports.slice(2)), workload(named))).toBe('http://a.space.svc:82/readyz');
  expect(readinessUrlOf(service([{ port: 3000 }]), workload(probe(3000)))).toBe(
    'http://a.space.svc:3000/readyz',
  );
});

test('what no port leads to has no URL, and neither has what the Service is not in front of', () => {
  const ports = [{ port: 80, targetPort: 'http' }];
  expect(readinessUrlOf(service(ports), workload(probe('other')))).toBeUndefined();
  expect(readinessUrlOf(service(ports), workload({}))).toBeUndefined();
  expect(readinessUrlOf(service(ports, { app: 'b' }), workload(probe('http')))).toBeUndefined();
  expect(readinessUrlOf(service(ports, {}), workload(probe('http')))).toBeUndefined();
  expect(readinessUrlOf(service(ports), workload(probe('http'), 'elsewhere'))).toBeUndefined();
});

function service(ports: readonly object[], selector: object = { app: 'a' }): KubernetesObject {
  const metadata = { name: 'a', namespace: 'space' };
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports } };
}

function workload(container: object, namespace = 'space'): KubernetesObject {
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace },
    spec: { template },
  };
}
