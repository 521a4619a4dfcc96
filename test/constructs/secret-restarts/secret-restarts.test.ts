import type { SecretRestartsProps } from '../../../constructs/secret-restarts/props';
import { SecretRestartRights } from '../../../constructs/secret-restarts/rights';
import { SecretRestarts } from '../../../constructs/secret-restarts/secret-restarts';
import type { PinnedImage } from '../../../values/image';
import { at, faultsOf, NAMESPACE, rendered } from '../rendered';

const IMAGE: PinnedImage = `registry.example.com/node@sha256:${'0123456789abcdef'.repeat(4)}`;

const workloads: SecretRestartsProps['workloads'] = [
  { kind: 'Deployment', name: 'iris', secrets: ['weights', 'broker'] },
  { kind: 'Deployment', name: 'digits', secrets: ['broker'] },
];

const everything: Required<SecretRestartsProps> = {
  workloads,
  image: IMAGE,
  priorityClassName: 'production',
  imagePullSecret: 'registry',
  resources: {
    requests: { cpu: '10m', memory: '32Mi', ephemeralStorage: '8Mi' },
    limits: { cpu: '1', memory: '96Mi', ephemeralStorage: '32Mi' },
  },
};

const minimal: SecretRestartsProps = { workloads, image: IMAGE, priorityClassName: 'production' };

const restartsOf = (props: SecretRestartsProps) =>
  rendered((chart) => void new SecretRestarts(chart, 'Restarts', props));
const rightsOf = (some: typeof workloads) =>
  rendered(
    (chart) => void new SecretRestartRights(chart, 'Rights', { namespace: NAMESPACE, workloads: some }),
  );

const POD = 'spec.jobTemplate.spec.template.spec';

describe('the program that restarts workloads', () => {
  test('is not there where no workload asks for it, and neither are its rights', () => {
    expect(restartsOf({ ...minimal, workloads: [] }).objects).toEqual([]);
    expect(rightsOf([]).objects).toEqual([]);
  });

  test('runs on schedule, never twice at a time, and somebody hears when it does not', () => {
    const all = restartsOf(minimal);
    expect(all.kinds).toEqual(['ConfigMap', 'ConfigMap', 'CronJob', 'PrometheusRule', 'ServiceAccount']);
    const cronJob = all.one('CronJob/secret-restarts');
    expect(at(cronJob, 'spec')).toMatchObject({ schedule: '*/5 * * * *', concurrencyPolicy: 'Forbid' });
    expect(at(cronJob, 'spec.jobTemplate.spec.activeDeadlineSeconds')).toBeLessThan(300);
  });

  test('is fed with what it is to restart, by ConfigMaps that change their names with it', () => {
    const all = restartsOf(minimal);
    const volumes = at(all.one('CronJob'), `${POD}.volumes`);
    const names = all.names.filter((name) => name.startsWith('ConfigMap/')).map((name) => name.slice(10));
    expect(names).toHaveLength(2);
    for (const name of names)
      expect(volumes).toContainEqual(expect.objectContaining({ configMap: { name } }));
    const state = names.find((name) => name.startsWith('secret-restarts-state-')) ?? '';
    expect(JSON.parse(String(at(all.one(`ConfigMap/${state}`), ['data', 'state.json'])))).toEqual({
      namespace: NAMESPACE,
      workloads,
    });
  });

  test('calls the Kubernetes API as its own ServiceAccount, with a token that only its container has', () => {
    const pod = at(restartsOf(minimal).one('CronJob'), POD);
    expect(pod).toMatchObject({ serviceAccountName: 'secret-restarts', automountServiceAccountToken: false });
    expect(at(pod, 'containers.0.volumeMounts')).toContainEqual({
      name: 'kubernetes-api',
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      readOnly: true,
    });
  });

  test('mounts no Secret', () => {
    expect(JSON.stringify(restartsOf(everything).one('CronJob'))).not.toContain('secretName');
  });

  test('has its image’s credentials and resources where they are given', () => {
    const pod = at(restartsOf(everything).one('CronJob'), POD);
    expect(pod).toMatchObject({ imagePullSecrets: [{ name: 'registry' }], priorityClassName: 'production' });
    expect(at(pod, 'containers.0.resources')).toEqual({
      requests: { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '8Mi' },
      limits: { cpu: '1', memory: '96Mi', 'ephemeral-storage': '32Mi' },
    });
  });

  test('is refused for a workload without a Secret', () => {
    const wrong = { ...minimal, workloads: [{ kind: 'Deployment' as const, name: 'iris', secrets: [] }] };
    expect(faultsOf((chart) => void new SecretRestarts(chart, 'Restarts', wrong))).toEqual([
      expect.stringContaining('`secrets` must name at least one Secret'),
    ]);
  });
});

describe('its rights', () => {
  test('name each Secret and each workload, once', () => {
    expect(at(rightsOf(workloads).one('Role'), 'rules')).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['broker', 'weights'] },
      {
        apiGroups: ['apps'],
        resources: ['deployments'],
        verbs: ['get', 'patch'],
        resourceNames: ['digits', 'iris'],
      },
    ]);
  });

  test('reach StatefulSets where there are some', () => {
    const rules = at(
      rightsOf([{ kind: 'StatefulSet', name: 'store', secrets: ['broker'] }]).one('Role'),
      'rules',
    );
    expect(rules).toMatchObject([{}, { resources: ['statefulsets'], resourceNames: ['store'] }]);
    expect(rules).toHaveLength(2);
  });

  test('are bound to its ServiceAccount alone', () => {
    expect(rightsOf(workloads).one('RoleBinding')).toMatchObject({
      roleRef: { kind: 'Role', name: 'secret-restarts' },
      subjects: [{ kind: 'ServiceAccount', name: 'secret-restarts', namespace: NAMESPACE }],
    });
  });
});
