import { type Ceiling, ceilings } from '../../argocd/ceiling';
import { type ProjectSettings, projectOf } from '../../argocd/project';
import type { Manifest } from '../../synth/manifest';
import { deepFreeze } from '../../values/object';

const manifest = (apiVersion: string, kind: string, name: string, namespace?: string): Manifest => ({
  tree: 'production',
  application: 'model-serving',
  object: { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } },
});
const SERVING = 'production-model-serving';
const deployment = manifest('apps/v1', 'Deployment', 'iris', SERVING);
const service = manifest('v1', 'Service', 'iris', SERVING);

const workloads: ProjectSettings = {
  name: 'production',
  description: 'production: model-serving',
  repositoryUrl: 'https://git.example.com/platform.git',
  manifests: [service, deployment, manifest('v1', 'Service', 'digits', SERVING)],
  namespaces: [],
  ceiling: ceilings.workloads,
  bootstrapSecrets: [],
  freezes: [],
};
const specOf = (change: Partial<ProjectSettings>) => projectOf({ ...workloads, ...change }).spec;

describe('an AppProject', () => {
  test('is one of Argo CD, in its namespace', () => {
    expect(projectOf(workloads)).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'production', namespace: 'argocd' },
      spec: { description: 'production: model-serving' },
    });
  });

  test('outlives the Applications that still have something to remove', () => {
    expect(projectOf(workloads).metadata).toHaveProperty('finalizers', [
      'resources-finalizer.argocd.argoproj.io',
    ]);
  });

  test('reads the one repository', () => {
    expect(specOf({}).sourceRepos).toEqual(['https://git.example.com/platform.git']);
  });

  test('goes to the namespaces of what it holds, each by its full name', () => {
    const elsewhere = manifest('v1', 'ConfigMap', 'map', 'production-batch-jobs');
    expect(specOf({ manifests: [deployment, elsewhere, service] }).destinations).toEqual([
      { server: 'https://kubernetes.default.svc', namespace: 'production-batch-jobs' },
      { server: 'https://kubernetes.default.svc', namespace: SERVING },
    ]);
  });

  test('keeps the right to namespaces and kinds of which nothing is left, so that the last can be pruned', () => {
    const namespaces = [SERVING, 'production-batch-jobs'];
    const empty = specOf({ manifests: [], namespaces });
    expect(empty.destinations).toEqual([
      { server: 'https://kubernetes.default.svc', namespace: 'production-batch-jobs' },
      { server: 'https://kubernetes.default.svc', namespace: SERVING },
    ]);
    expect(empty.namespaceResourceWhitelist).toEqual(specOf({}).namespaceResourceWhitelist);
    expect(empty.namespaceResourceWhitelist).toContainEqual({
      group: 'autoscaling',
      kind: 'HorizontalPodAutoscaler',
    });
    expect(empty.clusterResourceWhitelist).toEqual([]);
  });

  test.each([
    ['a Secret', manifest('v1', 'Secret', 'stolen', SERVING)],
    ['a RoleBinding', manifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'admin', SERVING)],
    ['a quota', manifest('v1', 'ResourceQuota', 'unbound', SERVING)],
    ['a kind of the same name in another group', manifest('example.com/v1', 'Deployment', 'iris', SERVING)],
    ['a namespace', manifest('v1', 'Namespace', 'mine')],
    ['a ClusterRoleBinding', manifest('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'admin')],
  ])('of workloads is not widened by %s', (_, intruder) => {
    const { destinations: _own, ...before } = specOf({});
    const { destinations, ...after } = specOf({ manifests: [...workloads.manifests, intruder] });
    expect(after).toEqual(before);
    expect(destinations).toHaveLength(1);
  });

  test('of workloads denies what would bound or unbound its namespaces', () => {
    expect(specOf({}).namespaceResourceBlacklist).toEqual([
      { group: '', kind: 'LimitRange' },
      { group: '', kind: 'ResourceQuota' },
      { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
    ]);
  });

  test('of namespaces may make those that it names, bound them, and give rights within them', () => {
    const manifests = [
      manifest('v1', 'Namespace', SERVING),
      manifest('scheduling.k8s.io/v1', 'PriorityClass', 'production'),
      manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', 'admin'),
      manifest('v1', 'ResourceQuota', 'quota', SERVING),
      deployment,
    ];
    const spec = specOf({ manifests, ceiling: ceilings.namespaces });
    expect(spec.clusterResourceWhitelist).toEqual([
      { group: '', kind: 'Namespace', name: SERVING },
      { group: 'scheduling.k8s.io', kind: 'PriorityClass', name: 'production' },
    ]);
    expect(spec.namespaceResourceWhitelist).toEqual([
      { group: '', kind: 'LimitRange' },
      { group: '', kind: 'ResourceQuota' },
      { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
      { group: 'rbac.authorization.k8s.io', kind: 'Role' },
      { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
    ]);
    expect(spec).not.toHaveProperty('namespaceResourceBlacklist');
  });

  test('denies nothing where the ceiling denies nothing', () => {
    const ceiling = { ...ceilings.workloads, deniedKinds: [] };
    expect(specOf({ ceiling })).not.toHaveProperty('namespaceResourceBlacklist');
  });

  test('warns of what nobody declares, but for the Secrets made by hand in its namespaces', () => {
    expect(specOf({}).orphanedResources).toEqual({ warn: true });
    const secret = (namespace: string, name: string) => ({
      namespace,
      name,
      type: 'Opaque' as const,
      keys: [{ name: 'key', source: 'entered' as const, what: 'a key' }],
      made: 'by hand',
      recovered: 'by hand',
    });
    const bootstrapSecrets = [secret(SERVING, 'registry'), secret('gateway', 'production-tls')];
    expect(specOf({ bootstrapSecrets }).orphanedResources).toEqual({
      warn: true,
      ignore: [{ group: '', kind: 'Secret', name: 'registry' }],
    });
  });

  test('has no windows where nobody freezes it', () => {
    expect(specOf({ timeZone: 'Europe/Lisbon' })).not.toHaveProperty('syncWindows');
  });

  test('is frozen in the zone of its environment, and a person may sync in it', () => {
    const freezes = [{ schedule: '0 18 * * 5', durationHours: 62 }];
    expect(specOf({ freezes, timeZone: 'Europe/Lisbon' }).syncWindows).toEqual([
      {
        kind: 'deny',
        schedule: '0 18 * * 5',
        duration: '62h',
        timeZone: 'Europe/Lisbon',
        applications: ['*'],
        manualSync: true,
      },
    ]);
  });

  test('does not depend on the order of what it holds', () => {
    expect(specOf({ manifests: [...workloads.manifests].reverse() })).toEqual(specOf({}));
  });

  test('reads its settings and never writes them', () => {
    const settings = structuredClone(workloads);
    expect(projectOf(deepFreeze(settings))).toEqual(projectOf(workloads));
  });

  test('no ceiling lets workloads hold Secrets, roles or anything cluster-wide', () => {
    expect(ceilings.workloads.clusterKinds).toEqual([]);
    for (const kind of ceilings.workloads.namespacedKinds) {
      expect(kind).not.toMatch(/^\/Secret$|^rbac\.|^argoproj\.io\//);
    }
  });

  test('rights come with the namespaces, and no role for the whole cluster', () => {
    const { clusterKinds, namespacedKinds } = ceilings.namespaces;
    for (const kind of [...clusterKinds, ...namespacedKinds]) {
      expect(kind).not.toMatch(/^\/Secret$|\/ClusterRole$|^argoproj\.io\//);
    }
  });

  test('no ceiling denies what it admits', () => {
    for (const { namespacedKinds, deniedKinds } of Object.values<Ceiling>(ceilings)) {
      expect(namespacedKinds.filter((kind) => deniedKinds.includes(kind))).toEqual([]);
    }
  });
});
