import { projectsAdmitWhatTheyHold } from '../../../checks/laws/projects-admit-what-they-hold';
import { application, delivery, IN_CLUSTER, project } from '../delivery';
import { judgeTrees } from '../judge';
import { clusterObject, deployment, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';

/** What the law says of project `production`, which may hold more than a Deployment. */
const judged = (fields: object, ...more: unknown[]) =>
  judgeTrees(
    projectsAdmitWhatTheyHold,
    {
      'proxmox/argocd': [project('production', { ...fields })],
      'production/applications': [application('production-model-serving', 'production/model-serving')],
      'production/model-serving': [deployment('iris'), ...more],
    },
    { namespaces: [NAMESPACE, 'elsewhere'] },
  );
const widget = object('example.test/v1', 'Widget', 'a');
const priority = clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'production');

describe('projects-admit-what-they-hold', () => {
  test('projects that list what they hold pass', () => {
    expect(judgeTrees(projectsAdmitWhatTheyHold, delivery())).toEqual([]);
    expect(judged({})).toEqual([]);
  });

  test('the repository is listed', () => {
    expect(judged({ sourceRepos: ['https://git.example.com/other.git'] })).toEqual([
      `proxmox/argocd/AppProject/argocd/production: \`sourceRepos\` must hold the repository of each Application of the project, got ["https://git.example.com/other.git"]; add 'https://git.example.com/platform.git'`,
    ]);
  });

  test('no wildcard stands for repositories, clusters, namespaces or kinds', () => {
    expect(judged({ namespaceResourceWhitelist: [{ group: '*', kind: 'Deployment' }] })).toEqual([
      "proxmox/argocd/AppProject/argocd/production: `namespaceResourceWhitelist[0].group` must name a single one, got '*'; list each one",
    ]);
    expect(
      judged({ clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'a-*' }] }),
    ).toHaveLength(1);
    expect(judged({ sourceRepos: ['https://git.example.com/*'] })).toEqual([
      "proxmox/argocd/AppProject/argocd/production: `sourceRepos[0]` must be the address of one repository, got 'https://git.example.com/*'; list each one",
    ]);
    expect(judged({ destinations: [{ server: IN_CLUSTER, namespace: '*' }] })).toEqual([
      "proxmox/argocd/AppProject/argocd/production: `destinations[0].namespace` must name a single one, got '*'; list each one",
    ]);
    expect(judged({ destinations: [{ server: '*', namespace: NAMESPACE }] })).toHaveLength(1);
    expect(judged({ destinations: [{ server: IN_CLUSTER, namespace: '!kube-system' }] })).toHaveLength(1);
  });

  test('each namespace is listed', () => {
    const elsewhere = object('apps/v1', 'Deployment', 'wine', {}, 'elsewhere');
    expect(judged({}, elsewhere)).toEqual([
      'proxmox/argocd/AppProject/argocd/production: `destinations` must hold each namespace that an Application of the project brings objects to, got ["production-model-serving"]; add \'elsewhere\'',
    ]);
  });

  test('a namespace that does not exist, or that no object of its kind has, is told by another law only', () => {
    const nowhere = object('apps/v1', 'Deployment', 'wine', {}, 'nowhere');
    expect(judged({}, nowhere)).toEqual([]);
    const lost = object('scheduling.k8s.io/v1', 'PriorityClass', 'production', {}, 'elsewhere');
    const clusterResourceWhitelist = [{ group: 'scheduling.k8s.io', kind: 'PriorityClass' }];
    expect(judged({ clusterResourceWhitelist }, lost)).toEqual([]);
  });

  test('the cluster is listed, by its address or its name', () => {
    const at = (cluster: object) => judged({ destinations: [{ ...cluster, namespace: NAMESPACE }] });
    expect(at({ name: 'in-cluster' })).toEqual([]);
    expect(at({ server: 'https://10.0.0.1:6443' })).toEqual([
      "proxmox/argocd/AppProject/argocd/production: `destinations` must hold the cluster of each Application of the project, got none of 'https://kubernetes.default.svc'; add it",
    ]);
  });

  test('without objects the namespace of the Application itself counts', () => {
    const judgedChart = (namespace: string) =>
      judgeTrees(
        projectsAdmitWhatTheyHold,
        {
          'proxmox/argocd': [
            project('production'),
            application('keda', '', {
              source: { repoURL: 'https://git.example.com/platform.git', chart: 'keda' },
              destination: { server: IN_CLUSTER, namespace },
            }),
          ],
        },
        { namespaces: ['keda'] },
      );
    expect(judgedChart(NAMESPACE)).toEqual([]);
    expect(judgedChart('keda')).toHaveLength(1);
    expect(judgedChart('nowhere')).toEqual([]);
  });

  test('each kind of a namespace is listed, or none is', () => {
    expect(judged({}, widget)).toEqual([
      `proxmox/argocd/AppProject/argocd/production: \`namespaceResourceWhitelist\` must hold example.test/Widget, which an Application of the project brings; add it or move the object`,
    ]);
    expect(judged({ namespaceResourceWhitelist: undefined }, widget)).toEqual([]);
    expect(judged({ namespaceResourceWhitelist: [] })).toHaveLength(1);
  });

  test('no kind of a namespace is denied', () => {
    const denied = (kind: string) => judged({ namespaceResourceBlacklist: [{ group: 'apps', kind }] });
    expect(denied('StatefulSet')).toEqual([]);
    expect(denied('Deployment')).toEqual([
      `proxmox/argocd/AppProject/argocd/production: \`namespaceResourceBlacklist\` must not hold apps/Deployment, which an Application of the project brings; remove it or move the object`,
    ]);
  });

  test('each object of the whole cluster is listed, by name where the list has one', () => {
    const entry = { group: 'scheduling.k8s.io', kind: 'PriorityClass' };
    const listed = (clusterResourceWhitelist?: object[], more: object = {}) =>
      judged({ clusterResourceWhitelist, ...more }, priority);
    expect(listed([entry])).toEqual([]);
    expect(listed([{ ...entry, name: 'production' }])).toEqual([]);
    expect(listed([{ ...entry, name: 'staging' }])).toEqual([
      `proxmox/argocd/AppProject/argocd/production: \`clusterResourceWhitelist\` must hold scheduling.k8s.io/PriorityClass 'production', which an Application of the project brings; add it or move the object`,
    ]);
    expect(listed()).toHaveLength(1);
    expect(listed([entry], { clusterResourceBlacklist: [entry] })).toEqual([
      `proxmox/argocd/AppProject/argocd/production: \`clusterResourceBlacklist\` must not hold scheduling.k8s.io/PriorityClass 'production', which an Application of the project brings; remove it or move the object`,
    ]);
  });

  test('a kind that nobody knows belongs where its object stands', () => {
    const ofAll = clusterObject('example.test/v1', 'Widget', 'a');
    const list = [
      { group: 'apps', kind: 'Deployment' },
      { group: 'example.test', kind: 'Widget' },
    ];
    expect(judged({ namespaceResourceWhitelist: list }, widget)).toEqual([]);
    expect(judged({ namespaceResourceWhitelist: list }, ofAll)).toHaveLength(1);
    expect(judged({ clusterResourceWhitelist: list }, ofAll)).toEqual([]);
  });

  test('one of several destinations is enough', () => {
    const other = { server: IN_CLUSTER, namespace: 'elsewhere' };
    const own = { server: IN_CLUSTER, namespace: NAMESPACE };
    expect(judged({ destinations: [other, own] })).toEqual([]);
  });

  test('what several Applications bring is missing once', () => {
    const messages = judgeTrees(projectsAdmitWhatTheyHold, {
      'proxmox/argocd': [project('production', { namespaceResourceWhitelist: [], sourceRepos: [] })],
      'production/applications': [
        application('production-a', 'production/a'),
        application('production-b', 'production/b'),
      ],
      'production/a': [object('apps/v1', 'Deployment', 'a')],
      'production/b': [object('apps/v1', 'Deployment', 'b')],
    });
    expect(messages).toHaveLength(2);
    expect(
      messages.every((message) => message.startsWith('proxmox/argocd/AppProject/argocd/production: ')),
    ).toBe(true);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const lists = { clusterResourceWhitelist: [{ group: 'a', kind: 'b', name: 'c' }] };
    const objects = [project('production', lists), application('a', 'x/y'), deployment('iris'), priority];
    for (const worse of spoilt(objects)) {
      expect(() => judgeTrees(projectsAdmitWhatTheyHold, { 'x/y': worse })).not.toThrow();
    }
  });
});
