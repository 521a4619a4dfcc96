import {
  ApplicationNamespace,
  type ApplicationNamespaceProps,
} from '../../../constructs/application-namespace/application-namespace';
import { type QuotaProps, quota } from '../../../constructs/application-namespace/props';
import { deepFreeze } from '../../../values/object';
import { parse, resolve } from '../../../values/parse';
import type { Everything, Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';
import { thawed } from '../thawed';

const minimal: ApplicationNamespaceProps = {
  name: 'production-batch-jobs',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } },
};

const everything: Everything<ApplicationNamespaceProps> = {
  name: 'production-batch-jobs',
  dns: { namespace: 'dns', podLabels: { 'k8s-app': 'coredns' } },
  quota: {
    pods: 7,
    requestsCpu: '1500m',
    requestsMemory: '3Gi',
    limitsMemory: '6Gi',
    requestsStorage: '20Gi',
  },
  internalCa: true,
  podSecurity: 'baseline',
};

const build = (props: ApplicationNamespaceProps) =>
  rendered((chart) => new ApplicationNamespace(chart, 'batch-jobs', props), null);

const DNS = 'NetworkPolicy/allow-dns';
const PEER = 'spec.egress.0.to.0';
const hard = (key: string) => ['spec', 'hard', key];

/** Where each prop arrives. */
const EVERYTHING: Readonly<Record<Leaf<ApplicationNamespaceProps>, Row>> = {
  name: ['Namespace', 'metadata.name', 'production-batch-jobs'],
  'dns.namespace': [
    DNS,
    `${PEER}.namespaceSelector`,
    { matchLabels: { 'kubernetes.io/metadata.name': 'dns' } },
  ],
  'dns.podLabels': [DNS, `${PEER}.podSelector`, { matchLabels: { 'k8s-app': 'coredns' } }],
  'quota.pods': ['ResourceQuota', hard('pods'), '7'],
  'quota.requestsCpu': ['ResourceQuota', hard('requests.cpu'), '1500m'],
  'quota.requestsMemory': ['ResourceQuota', hard('requests.memory'), '3Gi'],
  'quota.limitsMemory': ['ResourceQuota', hard('limits.memory'), '6Gi'],
  'quota.requestsStorage': ['ResourceQuota', hard('requests.storage'), '20Gi'],
  internalCa: ['Namespace', ['metadata', 'labels', 'data-frost.example/internal-ca'], 'true'],
  podSecurity: ['Namespace', ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], 'baseline'],
};

describe('an ApplicationNamespace', () => {
  const all = build(everything);

  test('is a namespace, shut, and open to DNS', () => {
    expect(build(minimal).names).toEqual([
      'Namespace/production-batch-jobs',
      'NetworkPolicy/allow-dns',
      'NetworkPolicy/default-deny',
    ]);
  });

  test('is bounded where a quota is given', () => {
    expect(all.names).toEqual([
      'LimitRange/limits',
      'Namespace/production-batch-jobs',
      'NetworkPolicy/allow-dns',
      'NetworkPolicy/default-deny',
      'ResourceQuota/quota',
    ]);
  });

  test.each(Object.entries(EVERYTHING).map(([prop, row]) => [prop, ...row] as const))(
    '`%s` stands in %s at %p',
    (_, object, path, value) => {
      expect(at(all.one(object), path)).toEqual(value);
    },
  );

  test('holds all of it but itself', () => {
    for (const { kind, metadata } of all.objects) {
      expect(metadata.namespace).toBe(kind === 'Namespace' ? undefined : 'production-batch-jobs');
    }
  });

  test.each(['enforce', 'audit', 'warn'])('admits restricted pods only unless told otherwise: %s', (mode) => {
    const level = (namespace: typeof all) => namespace.one('Namespace').metadata.labels;
    const version = { [`pod-security.kubernetes.io/${mode}-version`]: 'latest' };
    const key = `pod-security.kubernetes.io/${mode}`;
    expect(level(build(minimal))).toMatchObject({ [key]: 'restricted', ...version });
    expect(level(all)).toMatchObject({ [key]: 'baseline', ...version });
  });

  test('gets the certificates of the internal authorities only where it asks for them', () => {
    expect(build(minimal).one('Namespace').metadata.labels).not.toHaveProperty([
      'data-frost.example/internal-ca',
    ]);
  });

  test('is never removed by Argo CD, since volume claims and workloads would go with it', () => {
    expect(all.one('Namespace').metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    });
  });

  test('shuts every pod, in and out', () => {
    expect(at(all.one('NetworkPolicy/default-deny'), 'spec')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('opens port 53 of the DNS pods to every pod, and nothing else', () => {
    const spec = at(all.one(DNS), 'spec');
    expect(spec).toMatchObject({ podSelector: {}, policyTypes: ['Egress'] });
    expect(spec).not.toHaveProperty('ingress');
    expect(at(spec, 'egress')).toEqual([
      {
        to: [
          expect.objectContaining({ namespaceSelector: expect.anything(), podSelector: expect.anything() }),
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ]);
  });

  test('opens no way in beside the gateway', () => {
    expect(at(all.one('ResourceQuota'), 'spec.hard')).toMatchObject({
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  test('takes volume claims only where storage is granted', () => {
    const { requestsStorage, ...without } = everything.quota;
    const spec = at(build({ ...everything, quota: without }).one('ResourceQuota'), 'spec.hard');
    expect(spec).toMatchObject({ persistentvolumeclaims: '0' });
    expect(spec).not.toHaveProperty(['requests.storage']);
    expect(requestsStorage).toBe('20Gi');
    expect(at(all.one('ResourceQuota'), 'spec.hard')).not.toHaveProperty('persistentvolumeclaims');
  });

  test('gives a container that says nothing little, and within what the quota counts', () => {
    expect(at(all.one('LimitRange'), 'spec.limits')).toEqual([
      {
        type: 'Container',
        default: { memory: '256Mi', 'ephemeral-storage': '256Mi' },
        defaultRequest: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '128Mi' },
      },
    ]);
  });

  test('reads its props and never writes them', () => {
    const props = structuredClone(everything);
    build(deepFreeze(props));
    expect(props).toEqual(everything);
  });
});

describe('a quota', () => {
  test('is frozen to its leaves', () => {
    expect(thawed(resolve(quota, everything.quota, 'batch-jobs'))).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no pod', { pods: 0 }, '`pods` must be a whole number of pods from 1 to 10000, got 0'],
    [
      'CPU in words',
      { requestsCpu: 'lots' },
      "`requestsCpu` must be CPU above 0 in cores or thousandths of one, got 'lots'; use '500m' or '2'",
    ],
    [
      'memory without a unit',
      { limitsMemory: '512' },
      "`limitsMemory` must be bytes above 0 in Mi, Gi or Ti, got '512'; use '512Mi' or '16Gi'",
    ],
    ['an unknown key', { limitsCpu: '2' }, 'must not have `limitsCpu`; remove it or correct its name'],
  ])('refuses %s', (_, change, message) => {
    expect(parse(quota, { ...everything.quota, ...change }, 'batch-jobs')).toEqual({
      faults: [{ path: 'batch-jobs', message }],
    });
  });

  test.each<readonly [string, QuotaProps]>([
    // @ts-expect-error: CPU is a number
    ['CPU in words', { ...everything.quota, requestsCpu: 'lots' }],
    // @ts-expect-error: a unit is missing
    ['memory without a unit', { ...everything.quota, limitsMemory: '512' }],
    // @ts-expect-error: a key that no prop has
    ['an unknown key', { ...everything.quota, limitsCpu: '2' }],
  ])('does not compile with %s', (_, props) => {
    expect(parse(quota, props, 'batch-jobs')).toHaveProperty('faults');
  });
});
