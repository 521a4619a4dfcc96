import { operatorProject, operatorSource } from '../../argocd/operators';
import { argoCd } from '../../environments/operators/argo-cd';
import { at } from '../constructs/rendered';
import { clusterOf, development, manifestsOf } from './inventory';

const source = operatorSource(argoCd());
const values = at(source, 'helm.valuesObject');
const project = operatorProject({ name: 'proxmox' }, argoCd());

describe('the Application of Argo CD itself', () => {
  const application = manifestsOf(clusterOf(development))
    .map(({ object }) => object)
    .find(({ kind, metadata }) => kind === 'Application' && metadata.name === 'proxmox-argo-cd');

  test('comes from its chart, at a pinned version, with values of its own and no second source', () => {
    expect(at(application, 'spec.source')).toEqual(source);
    expect(source).toMatchObject({ repoURL: 'https://argoproj.github.io/argo-helm', chart: 'argo-cd' });
    expect(source.targetRevision).toMatch(/^\d+\.\d+\.\d+$/);
    expect(at(application, 'spec')).not.toHaveProperty('sources');
    expect(source).not.toHaveProperty('helm.valueFiles');
  });

  test('is called as it was when it was installed by hand', () => {
    expect(at(source, 'helm.releaseName')).toBe('argocd');
    expect(at(application, 'spec.destination.namespace')).toBe('argocd');
  });

  test('is never pruned, and applied by the server', () => {
    expect(at(application, 'spec.syncPolicy.automated')).toMatchObject({ prune: false, selfHeal: true });
    expect(at(application, 'spec.syncPolicy.syncOptions')).toContain('ServerSideApply=true');
  });

  test('ends a sync that never ends by itself', () => {
    expect(at(values, ['configs', 'params', 'controller.sync.timeout.seconds'])).toBe('1800');
  });

  test('opens no more ways than its parts need', () => {
    expect(at(values, 'global.networkPolicy')).toEqual({ create: true });
  });

  test('runs nothing that nobody uses', () => {
    expect(values).toMatchObject({
      applicationSet: { replicas: 0 },
      notifications: { enabled: false },
      dex: { enabled: false },
    });
  });

  test.each(['repoServer', 'server'])('%s survives a drain', (part) => {
    expect(at(values, part)).toMatchObject({ replicas: 2, pdb: { enabled: true, maxUnavailable: 1 } });
  });

  test.each(['controller', 'repoServer', 'server', 'redis'])('%s says what it takes', (part) => {
    const resources = at(values, `${part}.resources`);
    expect(Object.keys(Object(at(resources, 'requests')))).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    expect(Object.keys(Object(at(resources, 'limits')))).toEqual(['memory', 'ephemeral-storage']);
  });

  test.each(['controller', 'repoServer', 'server'])('%s is measured', (part) => {
    expect(at(values, `${part}.metrics`)).toEqual({ enabled: true, serviceMonitor: { enabled: true } });
  });
});

describe('the project of Argo CD itself', () => {
  test('reads the chart, and fills one namespace', () => {
    expect(project.metadata).toEqual({ name: 'proxmox-argo-cd', namespace: 'argocd' });
    expect(project.spec.sourceRepos).toEqual([source.repoURL]);
    expect(project.spec.destinations).toEqual([
      { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
    ]);
  });

  test('names every cluster-wide object', () => {
    const list = project.spec.clusterResourceWhitelist ?? [];
    expect(list.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'CustomResourceDefinition/applications.argoproj.io',
      'CustomResourceDefinition/applicationsets.argoproj.io',
      'CustomResourceDefinition/appprojects.argoproj.io',
      'ClusterRole/argocd-application-controller',
      'ClusterRole/argocd-server',
      'ClusterRoleBinding/argocd-application-controller',
      'ClusterRoleBinding/argocd-server',
    ]);
  });

  test('has no wildcard', () => {
    expect(JSON.stringify(project.spec)).not.toContain('*');
    expect(project.spec.namespaceResourceWhitelist).toContainEqual({ group: 'apps', kind: 'StatefulSet' });
  });
});
