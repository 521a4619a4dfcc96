import { changeContainers } from './controller';

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [] } };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a' },
  spec: {
    replicas: 2,
    template: { metadata: { labels: {} }, spec: { volumes: [], containers: [{ name: 'a' }, { name: 'b' }] } },
  },
};

test('every container of a pod template is changed, and nothing else', () => {
  const before = structuredClone(deployment);
  const changed = changeContainers([service, deployment], (container) => ({ ...container, image: 'x' }));
  const containers = [
    { name: 'a', image: 'x' },
    { name: 'b', image: 'x' },
  ];
  const template = { metadata: { labels: {} }, spec: { volumes: [], containers } };
  expect(changed).toEqual([service, { ...deployment, spec: { replicas: 2, template } }]);
  expect(deployment).toEqual(before);
});
