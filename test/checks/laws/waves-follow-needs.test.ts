import { wavesFollowNeeds } from '../../../checks/laws/waves-follow-needs';
import { application, delivery } from '../delivery';
import { judgeTrees } from '../judge';
import { clusterObject, deployment, gateway, httpRoute, NAMESPACE, namespace, object } from '../objects';
import { spoilt } from '../spoil';

/** Two Applications of one app of apps with their waves, and what the first makes and the second uses. */
const judged = (waves: readonly [maker: number, user: number], made: unknown, used: unknown, to = 'argocd') =>
  judgeTrees(wavesFollowNeeds, {
    'production/applications': [
      application('maker', 'production/maker', { destination: { namespace: 'argocd' } }, waves[0]),
      application('user', 'production/user', { destination: { namespace: to } }, waves[1]),
    ],
    'production/maker': [made],
    'production/user': [used],
  });
const priority = clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'production');
const crd = clusterObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.test', {
  spec: { group: 'example.test', names: { kind: 'Widget' } },
});

describe('waves-follow-needs', () => {
  test('a tree in order passes', () => {
    expect(judgeTrees(wavesFollowNeeds, delivery())).toEqual([]);
  });

  test.each([
    ["Namespace 'production-model-serving'", namespace(NAMESPACE), object('v1', 'ConfigMap', 'a')],
    ["PriorityClass 'production'", priority, deployment('iris', { priorityClassName: 'production' })],
    ["Gateway 'gateway/public'", gateway(), httpRoute('iris')],
    ["kind 'example.test/Widget'", crd, object('example.test/v1', 'Widget', 'a')],
  ])('%s is made before it is used', (thing, made, used) => {
    expect(judged([0, 1], made, used)).toEqual([]);
    expect(judged([1, 1], made, used)).toEqual([
      `production/applications/Application/argocd/user: \`sync-wave\` must be above that of Application 'maker', which makes ${thing}, got 1 against 1; raise it or lower the other`,
    ]);
    expect(judged([2, -1], made, used)).toHaveLength(1);
  });

  test('what makes it is waited for', () => {
    const maker = application('maker', 'production/maker', { destination: { namespace: 'argocd' } }, 0);
    const metadata = {
      ...maker.metadata,
      annotations: { 'argocd.argoproj.io/sync-wave': '0', 'argocd.argoproj.io/ignore-healthcheck': 'true' },
    };
    expect(
      judgeTrees(wavesFollowNeeds, {
        'production/applications': [{ ...maker, metadata }, application('user', 'production/user', {}, 1)],
        'production/maker': [namespace(NAMESPACE)],
        'production/user': [object('v1', 'ConfigMap', 'a')],
      }),
    ).toEqual([
      `production/applications/Application/argocd/user: must be able to wait for Application 'maker', which makes Namespace '${NAMESPACE}': remove its annotation argocd.argoproj.io/ignore-healthcheck`,
    ]);
  });

  test('what nobody waits for needs no other to be waited for', () => {
    const ignored = (
      name: string,
      wave: number,
      to: Readonly<Record<string, unknown>> = { destination: { namespace: 'argocd' } },
    ) => {
      const made = application(name, `production/${name}`, to, wave);
      const annotations = {
        'argocd.argoproj.io/sync-wave': String(wave),
        'argocd.argoproj.io/ignore-healthcheck': 'true',
      };
      return { ...made, metadata: { ...made.metadata, annotations } };
    };
    const folders = (used: number) => ({
      'production/applications': [ignored('maker', 0), ignored('user', used, {})],
      'production/maker': [namespace(NAMESPACE)],
      'production/user': [object('v1', 'ConfigMap', 'a')],
    });
    expect(judgeTrees(wavesFollowNeeds, folders(1))).toEqual([]);
    expect(judgeTrees(wavesFollowNeeds, folders(0))).toHaveLength(1);
  });

  test('the namespace of a destination is needed, too', () => {
    expect(judged([0, 0], namespace('ml'), clusterObject('v1', 'Namespace', 'other'), 'ml')).toHaveLength(1);
  });

  test('an Application needs no wave for what it makes itself, nor for the neighbours of another app of apps', () => {
    expect(
      judgeTrees(wavesFollowNeeds, {
        'production/applications': [application('all', 'production/all')],
        'production/all': [namespace(NAMESPACE), object('v1', 'ConfigMap', 'a')],
      }),
    ).toEqual([]);
    expect(
      judgeTrees(wavesFollowNeeds, {
        'proxmox/applications': [application('maker', 'proxmox/maker', {}, 5)],
        'production/applications': [application('user', 'production/user', {}, 0)],
        'proxmox/maker': [namespace(NAMESPACE)],
        'production/user': [object('v1', 'ConfigMap', 'a')],
      }),
    ).toEqual([]);
  });

  test('without a wave it is 0', () => {
    const plain = application('user', 'production/user');
    const user = { ...plain, metadata: { name: 'user', namespace: 'argocd' } };
    const folders = (wave: number) => ({
      'production/applications': [application('maker', 'production/maker', {}, wave), user],
      'production/maker': [namespace(NAMESPACE)],
      'production/user': [object('v1', 'ConfigMap', 'a')],
    });
    expect(judgeTrees(wavesFollowNeeds, folders(-1))).toEqual([]);
    expect(judgeTrees(wavesFollowNeeds, folders(0))).toHaveLength(1);
  });

  describe('kinds that a chart brings', () => {
    const kinds = { chartKinds: [{ source: 'widgets', groups: ['example.test'] }] };
    const chart = (name: string, wave: number, source: object = { chart: 'widgets' }) => ({
      ...application(name, 'x/y', { source: { repoURL: 'https://charts.example.test', ...source } }, wave),
    });
    const widget = object('example.test/v1', 'Widget', 'a');
    const message = (name: string, got: string, maker = 'widgets') =>
      `${name}: \`sync-wave\` must be above that of Application '${maker}', which makes kinds of 'example.test', got ${got}; raise it or lower the other`;

    test.each([
      [0, 1, []],
      [1, 1, [message('production/applications/Application/argocd/user', '1 against 1')]],
      [2, 1, [message('production/applications/Application/argocd/user', '1 against 2')]],
    ])('are there before they are used: wave %i, used in %i', (made, used, expected) => {
      const folders = {
        'production/applications': [
          chart('widgets', made),
          application('user', 'production/user', { destination: { namespace: 'argocd' } }, used),
        ],
        'production/user': [widget],
      };
      expect(judgeTrees(wavesFollowNeeds, folders, kinds)).toEqual(expected);
    });

    test('are used by a chart whose project admits them', () => {
      const project = object('argoproj.io/v1alpha1', 'AppProject', 'monitors', {
        metadata: { name: 'monitors', namespace: 'argocd' },
        spec: { namespaceResourceWhitelist: [{ group: 'example.test', kind: 'Widget' }] },
      });
      const user = application(
        'user',
        'x/y',
        { project: 'monitors', source: { repoURL: 'https://charts.example.test', chart: 'monitors' } },
        0,
      );
      expect(
        judgeTrees(
          wavesFollowNeeds,
          { 'proxmox/applications': [chart('widgets', 1), user], 'proxmox/argocd': [project] },
          { chartKinds: [...kinds.chartKinds, { source: 'monitors', groups: [] }] },
        ),
      ).toEqual([message('proxmox/applications/Application/argocd/user', '0 against 1')]);
    });

    test.each([
      ['before', 0, 1, []],
      [
        'beside',
        1,
        1,
        [message('production/applications/Application/argocd/user', '1 against 1', 'proxmox')],
      ],
    ])('are brought %s by another app of apps', (_, cluster, environment, expected) => {
      const to = { destination: { namespace: 'argocd' } };
      const folders = {
        'proxmox/argocd': [
          application('proxmox', 'proxmox/applications', to, cluster),
          application('production', 'production/applications', to, environment),
        ],
        'proxmox/applications': [chart('widgets', 5)],
        'production/applications': [application('user', 'production/user', to, 0)],
        'production/user': [widget],
      };
      expect(judgeTrees(wavesFollowNeeds, folders, kinds)).toEqual(expected);
    });

    test('come with a folder of another repository, too', () => {
      const source = { repoURL: 'https://git.example.test/widgets', path: 'definitions' };
      const folders = {
        'production/applications': [
          chart('widgets', 1, source),
          application('user', 'production/user', { destination: { namespace: 'argocd' } }, 1),
        ],
        'production/user': [widget],
      };
      const chartKinds = [{ source: source.repoURL, groups: ['example.test'] }];
      expect(judgeTrees(wavesFollowNeeds, folders, { chartKinds })).toHaveLength(1);
    });

    test('whoever brings them is waited for', () => {
      const ignored = chart('widgets', 0);
      const metadata = {
        ...ignored.metadata,
        annotations: { 'argocd.argoproj.io/sync-wave': '0', 'argocd.argoproj.io/ignore-healthcheck': 'true' },
      };
      const folders = {
        'production/applications': [
          { ...ignored, metadata },
          application('user', 'production/user', { destination: { namespace: 'argocd' } }, 1),
        ],
        'production/user': [widget],
      };
      expect(judgeTrees(wavesFollowNeeds, folders, kinds)).toEqual([
        "production/applications/Application/argocd/user: must be able to wait for Application 'widgets', which makes kinds of 'example.test': remove its annotation argocd.argoproj.io/ignore-healthcheck",
      ]);
    });
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      application('a', 'x/y'),
      application('b', 'x/y'),
      crd,
      gateway(),
      httpRoute('iris'),
      deployment('iris'),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judgeTrees(wavesFollowNeeds, { 'x/y': worse })).not.toThrow();
    }
  });
});
