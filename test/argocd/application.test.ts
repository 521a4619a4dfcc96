import { type ApplicationSettings, applicationOf, folderSource, IN_CLUSTER } from '../../argocd/application';
import { deepFreeze } from '../../values/object';
import { at } from '../constructs/rendered';

const workloads: ApplicationSettings = {
  name: 'production-model-serving',
  project: 'production',
  wave: 1,
  waitedFor: true,
  namespace: 'production-model-serving',
  source: {
    repoURL: 'https://git.example.com/platform.git',
    targetRevision: 'main',
    path: 'dist/production/model-serving',
  },
  cascade: false,
  holdsApplications: false,
  prune: true,
};
const applications: ApplicationSettings = { ...workloads, holdsApplications: true };

const ANNOTATION = ['metadata', 'annotations'];
const COMPARE = [...ANNOTATION, 'argocd.argoproj.io/compare-options'];
const FINALIZER = 'resources-finalizer.argocd.argoproj.io/foreground';

describe('an Application', () => {
  const application = applicationOf(workloads);

  test.each<[keyof ApplicationSettings, string | string[], unknown]>([
    ['name', 'metadata.name', 'production-model-serving'],
    ['project', 'spec.project', 'production'],
    ['wave', [...ANNOTATION, 'argocd.argoproj.io/sync-wave'], '1'],
    ['namespace', 'spec.destination', { server: IN_CLUSTER, namespace: 'production-model-serving' }],
    ['source', 'spec.source', workloads.source],
    ['prune', 'spec.syncPolicy.automated.prune', true],
  ])('`%s` stands at %p', (_, path, value) => {
    expect(at(application, path)).toEqual(value);
  });

  test('has a health that its parent minds, unless nothing waits for it', () => {
    const IGNORE = [...ANNOTATION, 'argocd.argoproj.io/ignore-healthcheck'];
    expect(at(application, IGNORE)).toBeUndefined();
    expect(at(applicationOf({ ...workloads, waitedFor: false }), IGNORE)).toBe('true');
  });

  test('is one of Argo CD, in its namespace', () => {
    expect(application).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { namespace: 'argocd' },
    });
  });

  test('goes to the cluster that Argo CD runs in, without a namespace where none is given', () => {
    const { namespace: _, ...without } = workloads;
    expect(at(applicationOf(without), 'spec.destination')).toEqual({
      server: 'https://kubernetes.default.svc',
    });
  });

  test.each([true, false])('is synced by itself and mended, but never emptied: prune %p', (prune) => {
    expect(at(applicationOf({ ...workloads, prune }), 'spec.syncPolicy.automated')).toEqual({
      enabled: true,
      prune,
      selfHeal: true,
      allowEmpty: false,
    });
  });

  test('is tried again without end, each time with the newest commit', () => {
    expect(at(application, 'spec.syncPolicy.retry')).toEqual({
      limit: -1,
      refresh: true,
      backoff: { duration: '10s', factor: 2, maxDuration: '10m' },
    });
  });

  const COMMON = [
    'CreateNamespace=false',
    'FailOnSharedResource=true',
    'PruneLast=true',
    'PrunePropagationPolicy=foreground',
    'RespectIgnoreDifferences=true',
  ];

  test('of workloads is applied by the server, and compared without it: what it refuses must be seen', () => {
    expect(at(application, 'spec.syncPolicy.syncOptions')).toEqual([...COMMON, 'ServerSideApply=true']);
    expect(at(application, COMPARE)).toBe('ServerSideDiff=false');
  });

  test('of Applications is not, since waves would be ignored', () => {
    expect(at(applicationOf(applications), 'spec.syncPolicy.syncOptions')).toEqual(COMMON);
    expect(at(applicationOf(applications), COMPARE)).toBe('ServerSideDiff=false');
  });

  test('always applies everything, and ignores no difference', () => {
    const options = at(application, 'spec.syncPolicy.syncOptions');
    expect(options).not.toEqual(expect.arrayContaining([expect.stringContaining('ApplyOutOfSyncOnly')]));
    expect(application.spec).not.toHaveProperty('ignoreDifferences');
  });

  test('is looked at again only when its own folder changes', () => {
    expect(at(application, [...ANNOTATION, 'argocd.argoproj.io/manifest-generate-paths'])).toBe('.');
  });

  test('takes its workloads along only where that is wanted', () => {
    expect(application.metadata).not.toHaveProperty('finalizers');
    expect(applicationOf({ ...workloads, cascade: true }).metadata).toHaveProperty('finalizers', [FINALIZER]);
  });

  test('reads its settings and never writes them', () => {
    const settings = structuredClone(workloads);
    applicationOf(deepFreeze(settings));
    expect(settings).toEqual(workloads);
  });

  test('is fed from a folder of dist and all below it', () => {
    const repository = { url: 'https://git.example.com/platform.git', revision: 'release' };
    expect(folderSource({ repository }, 'production', 'model-serving')).toEqual({
      repoURL: 'https://git.example.com/platform.git',
      targetRevision: 'release',
      path: 'dist/production/model-serving',
      directory: { recurse: true },
    });
  });
});
