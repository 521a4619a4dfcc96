import { podOf } from './pods';

const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c' }] } };
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'admission-', labels: { a: 'b' } } };

test.each([
  ['Deployment', { spec: { template } }],
  ['CronJob', { spec: { jobTemplate: { spec: { template } } } }],
])('the Pod of a %s', (_, workload) => {
  expect(podOf(workload)).toEqual({ ...pod, spec: template.spec });
});

test('the Pod of a StatefulSet has a volume for each claim, beside its own', () => {
  const spec = { ...template.spec, volumes: [{ name: 'tmp', emptyDir: {} }] };
  const volumeClaimTemplates = [{ metadata: { name: 'data' } }];
  expect(podOf({ spec: { template: { ...template, spec }, volumeClaimTemplates } })).toMatchObject({
    spec: {
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'data', persistentVolumeClaim: { claimName: 'data-admission-0' } },
      ],
    },
  });
});

test('an object without a pod template makes no Pod', () => {
  expect(podOf({ spec: { template: { spec: { parentRefs: [] } } } })).toBeUndefined();
});
