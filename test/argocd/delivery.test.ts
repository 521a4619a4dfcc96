import { deliveryOf } from '../../argocd/delivery';
import { buildApplications } from '../../charts/build';
import type { Cluster } from '../../environments/environment';
import { IGNORE_HEALTH } from '../../environments/operators';
import { filesOf } from '../../synth/files';
import type { KubernetesObject } from '../../synth/manifest';
import { at } from '../constructs/rendered';
import { clusterOf, development, manifestsOf, production } from './inventory';

const cluster = clusterOf(development, production);
const FINALIZER = 'resources-finalizer.argocd.argoproj.io/foreground';

/** Objects of one kind of Argo CD's by name, of all trees. */
function objectsOf(kind: string, of: Cluster = cluster): ReadonlyMap<string, KubernetesObject> {
  const objects = manifestsOf(of).map(({ object }) => object);
  return new Map(
    objects.filter((object) => object.kind === kind).map((object) => [object.metadata.name, object]),
  );
}

const applications = objectsOf('Application');
const projects = objectsOf('AppProject');
const ARGO_CD = 'proxmox-argo-cd';
const OPERATORS = cluster.operators.map(({ name }) => `proxmox-${name}`);
const HOLDERS = ['root', 'proxmox', 'development', 'production'];
const WORKLOADS = [...applications.keys()].filter((name) => ![...HOLDERS, ...OPERATORS].includes(name));
const wave = (name: string) =>
  Number(at(applications.get(name), ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave']));

describe('what Argo CD is told', () => {
  test('one Application a folder, one an operator, one app of apps a tree, and the root', () => {
    expect([...applications.keys()].filter((name) => !OPERATORS.includes(name)).sort()).toEqual([
      'development',
      'development-batch-jobs',
      'development-model-serving',
      'development-namespaces',
      'production',
      'production-model-serving',
      'production-namespaces',
      'proxmox',
      'proxmox-gateway',
      'proxmox-namespaces',
      'proxmox-trust',
      'root',
    ]);
  });

  test('every folder that is rendered belongs to exactly one Application', () => {
    const folders = buildApplications(cluster).map(({ tree, name }) => `dist/${tree}/${name}`);
    const paths = WORKLOADS.map((name) => at(applications.get(name), 'spec.source.path'));
    expect([...paths].sort()).toEqual([...folders].sort());
  });

  test.each(WORKLOADS)('%s has its project and its namespace', (name) => {
    const spec = at(applications.get(name), 'spec');
    const project = projects.get(String(at(spec, 'project')));
    expect(at(project, 'spec.destinations')).toContainEqual(at(spec, 'destination'));
    expect(at(project, 'spec.sourceRepos')).toEqual([at(spec, 'source.repoURL')]);
    expect(name.startsWith(String(project?.metadata.name))).toBe(true);
  });

  test.each(HOLDERS)('%s holds Applications, so it is applied by the client and its waves count', (name) => {
    const options = at(applications.get(name), 'spec.syncPolicy.syncOptions');
    expect(options).not.toContain('ServerSideApply=true');
    expect(at(applications.get(name), 'spec.project')).toBe('root');
  });

  test.each(WORKLOADS)('%s is applied by the server', (name) => {
    expect(at(applications.get(name), 'spec.syncPolicy.syncOptions')).toContain('ServerSideApply=true');
  });

  test('the cluster comes first, then all environments at once', () => {
    expect(wave('proxmox')).toBeLessThan(wave('development'));
    expect(wave('development')).toBe(wave('production'));
  });

  test('namespaces come before what stands in them', () => {
    for (const tree of ['development', 'production']) {
      expect(wave(`${tree}-namespaces`)).toBeLessThan(wave(`${tree}-model-serving`));
    }
    expect(wave('proxmox-namespaces')).toBeLessThan(wave('proxmox-gateway'));
  });

  test('only an environment that says so takes its workloads along', () => {
    const cascading = [...applications].filter(([, { metadata }]) => 'finalizers' in metadata);
    expect(cascading.map(([name]) => name).sort()).toEqual(
      ['development', ...WORKLOADS.filter((name) => name.startsWith('development-'))].sort(),
    );
    for (const [, { metadata }] of cascading) expect(metadata['finalizers']).toEqual([FINALIZER]);
  });

  test('everything is pruned but Argo CD itself', () => {
    const kept = [...applications].filter(([, object]) => !at(object, 'spec.syncPolicy.automated.prune'));
    expect(kept.map(([name]) => name)).toEqual([ARGO_CD]);
  });

  test('nothing waits for an environment, for the gateway that one can make sick, for metrics, for Argo CD or for the root', () => {
    const ignored = [...applications.values()]
      .filter((object) => at(object, ['metadata', 'annotations', IGNORE_HEALTH]) === 'true')
      .map(({ metadata }) => metadata?.name);
    const environments = cluster.environments.map(({ name }) => name);
    const own = ['argo-cd', 'gateway', 'kube-prometheus-stack', 'metrics-server'];
    expect(ignored.sort()).toEqual([...environments, ...own.map((name) => `proxmox-${name}`), 'root'].sort());
  });

  test('every Application is mended, never emptied, and tried again', () => {
    for (const object of applications.values()) {
      expect(at(object, 'spec.syncPolicy')).toMatchObject({
        automated: { enabled: true, selfHeal: true, allowEmpty: false },
        retry: { limit: -1, refresh: true },
      });
    }
  });

  test('an application that names no namespace gets the first of its objects', () => {
    const entry = {
      tree: 'development',
      wave: 0,
      waitedFor: true,
      project: 'namespaces',
      namespace: undefined,
    } as const;
    const held = (application: string, namespace?: string) => ({
      tree: 'development',
      application,
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'map', ...(namespace && { namespace }) },
      },
    });
    const manifests = [held('other', 'a'), held('bounds', 'c'), held('bounds'), held('bounds', 'b')];
    const told = deliveryOf(cluster, [{ ...entry, name: 'bounds' }], manifests).applications.get(
      'development',
    );
    expect(told?.map(({ spec }) => spec.destination.namespace)).toEqual(['b']);

    const destination = (name: string) => at(applications.get(name), 'spec.destination.namespace');
    expect(destination('development-namespaces')).toBe('development-batch-jobs');
    expect(destination('proxmox-namespaces')).toBe('argocd');
    expect(destination('proxmox-trust')).toBe('cert-manager');
  });
});

describe('the projects', () => {
  test('are one for each sort of rights in a tree, one an operator, and that of Applications', () => {
    expect(OPERATORS.filter((name) => !projects.has(name))).toEqual([]);
    expect([...projects.keys()].filter((name) => !OPERATORS.includes(name)).sort()).toEqual([
      'development',
      'development-namespaces',
      'production',
      'production-namespaces',
      'proxmox',
      'proxmox-namespaces',
      'proxmox-sign-in',
      'proxmox-trust',
      'root',
    ]);
  });

  test.each([
    ['proxmox', 'proxmox: gateway'],
    ['proxmox-namespaces', 'proxmox: namespaces'],
    ['development', 'development: model-serving, batch-jobs'],
    ['development-namespaces', 'development: namespaces'],
    ['production', 'production: model-serving'],
    ['root', 'Applications and projects of Argo CD itself'],
  ])('%s says whose rights it holds: %s', (name, description) => {
    expect(at(projects.get(name), 'spec.description')).toBe(description);
  });

  test('none has a wildcard, and each destination is exact', () => {
    for (const { spec } of projects.values()) {
      for (const key of [
        'sourceRepos',
        'destinations',
        'clusterResourceWhitelist',
        'namespaceResourceWhitelist',
      ]) {
        expect(JSON.stringify(at(spec, key) ?? [])).not.toContain('*');
      }
    }
  });

  test('none of workloads may hold what its namespaces are bounded by, nor anything cluster-wide', () => {
    for (const name of ['proxmox', 'development', 'production']) {
      const spec = at(projects.get(name), 'spec');
      expect(at(spec, 'clusterResourceWhitelist')).toEqual([]);
      expect(at(spec, 'namespaceResourceBlacklist')).toContainEqual({ group: '', kind: 'ResourceQuota' });
    }
  });

  test('those of namespaces may make just theirs', () => {
    expect(at(projects.get('production-namespaces'), 'spec.clusterResourceWhitelist')).toEqual([
      { group: '', kind: 'Namespace', name: 'production-model-serving' },
      { group: 'scheduling.k8s.io', kind: 'PriorityClass', name: 'production' },
    ]);
  });

  test('only the workloads of a frozen environment have windows: never root, cluster or namespaces', () => {
    const frozen = [...projects].filter(([, object]) => at(object, 'spec.syncWindows') !== undefined);
    expect(frozen.map(([name]) => name)).toEqual(['production']);
    const common = { kind: 'deny', timeZone: 'Europe/Lisbon', applications: ['*'], manualSync: true };
    expect(at(projects.get('production'), 'spec.syncWindows')).toEqual([
      { ...common, schedule: '0 18 * * 5', duration: '62h' },
      { ...common, schedule: '0 0 24 12 *', duration: '48h' },
    ]);
  });

  test('know the Secrets that are made by hand', () => {
    const ignored = (name: string) => at(projects.get(name), 'spec.orphanedResources');
    const secrets = (...names: string[]) => names.map((name) => ({ group: '', kind: 'Secret', name }));
    expect(ignored('development')).toEqual({ warn: true, ignore: secrets('registry') });
    expect(ignored('production')).toEqual({ warn: true });
    expect(ignored('proxmox')).toEqual({ warn: true });
    expect(ignored('proxmox-namespaces')).toEqual({
      warn: true,
      ignore: secrets('platform-repository', 'proxmox-csi'),
    });
  });

  test('know the namespace of an application that an environment does not have, so that a dropped one is pruned', () => {
    const project = objectsOf('AppProject', clusterOf(production)).get('production');
    const to = (namespace: string) => ({ server: 'https://kubernetes.default.svc', namespace });
    expect(at(project, 'spec.destinations')).toEqual([
      to('production-batch-jobs'),
      to('production-keycloak'),
      to('production-model-serving'),
      to('production-vault'),
    ]);
  });
});

describe('the files', () => {
  const manifests = manifestsOf(cluster);
  const inFile = (file: string | undefined) =>
    manifests
      .filter((manifest) => manifest.file === file)
      .map(({ object }) => `${object.kind}/${object.metadata.name}`);

  test('root.yaml holds the project of Applications and the root, and nothing else', () => {
    expect(inFile('proxmox/argocd/root.yaml')).toEqual(['AppProject/root', 'Application/root']);
    expect([...filesOf(manifests).keys()]).toContain('proxmox/argocd/root.yaml');
  });

  test('the root reads the folder in which it stands itself', () => {
    expect(at(applications.get('root'), 'spec.source')).toEqual({
      repoURL: 'https://git.example.com/data-frost/platform.git',
      targetRevision: 'main',
      path: 'dist/proxmox/argocd',
      directory: { recurse: true },
    });
  });

  test('the project of the root takes Applications and projects, in the namespace of Argo CD', () => {
    expect(at(projects.get('root'), 'spec')).toMatchObject({
      sourceRepos: ['https://git.example.com/data-frost/platform.git'],
      destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'argocd' }],
      namespaceResourceWhitelist: [
        { group: 'argoproj.io', kind: 'AppProject' },
        { group: 'argoproj.io', kind: 'Application' },
      ],
    });
    expect(at(projects.get('root'), 'spec')).not.toHaveProperty('clusterResourceWhitelist');
  });

  test.each(['proxmox', 'development', 'production'])(
    'the app of apps of %s reads its Applications',
    (tree) => {
      expect(at(applications.get(tree), 'spec.source.path')).toBe(`dist/${tree}/applications`);
      const held = manifests.filter(
        (manifest) => manifest.tree === tree && manifest.application === 'applications',
      );
      expect(held.map(({ object }) => object.kind)).toEqual(held.map(() => 'Application'));
      expect(held.length).toBeGreaterThan(0);
      for (const { object } of held) expect(object.metadata.name).toMatch(new RegExp(`^${tree}-`));
    },
  );

  test('projects and apps of apps stand in the tree of the cluster alone', () => {
    const argocd = manifests.filter(({ application }) => application === 'argocd');
    expect(new Set(argocd.map(({ tree }) => tree))).toEqual(new Set(['proxmox']));
  });
});
