import { applicationsAgreeWithTheTree } from '../../../checks/laws/applications-agree-with-the-tree';
import { application, delivery, IN_CLUSTER } from '../delivery';
import { judgeTrees } from '../judge';
import { deployment, object } from '../objects';
import { spoilt } from '../spoil';

const judged = (folders: Record<string, unknown[]>) =>
  judgeTrees(applicationsAgreeWithTheTree, folders, { namespaces: ['argocd'] });
/** The tree with the Application of model-serving in another form. */
const withModels = (...models: unknown[]) => {
  const [namespaces] = delivery()['production/applications'] ?? [];
  return { ...delivery(), 'production/applications': [namespaces, ...models] };
};
const models = (fields: object, folder = 'production/model-serving') =>
  withModels(application('production-model-serving', folder, { ...fields }));

describe('applications-agree-with-the-tree', () => {
  test('each folder with its Application passes, whatever the folders lie in', () => {
    expect(judged(delivery())).toEqual([]);
    const moved = JSON.parse(JSON.stringify(delivery()).replaceAll('"dist/', '"./rendered/all/'));
    expect(judged(moved)).toEqual([]);
  });

  test('a folder without an Application is a breach', () => {
    expect(judged(withModels())).toEqual([
      "production/model-serving/Deployment/iris: folder 'production/model-serving' must be synced by an Application, got none; render one with that folder as its `source.path`",
    ]);
  });

  test('an Application of a folder that nobody renders is a breach that names the one without', () => {
    expect(judged(models({}, 'production/models'))).toEqual([
      'production/applications/Application/argocd/production-model-serving: `source.path` must end in the `<tree>/<application>` of a folder that is rendered and that no other Application syncs, got production/models; use production/model-serving',
    ]);
    expect(
      judged(
        models({ source: { path: 'elsewhere/production/model-serving', directory: { recurse: true } } }),
      ),
    ).toHaveLength(1);
  });

  test('two Applications of one folder are a breach of the one that is not named for it', () => {
    const copy = application('copy', 'production/model-serving');
    const own = application('production-model-serving', 'production/model-serving');
    for (const both of [
      [copy, own],
      [own, copy],
    ]) {
      expect(judged(withModels(...both))).toEqual([
        "production/applications/Application/argocd/copy: `source.path` must end in the `<tree>/<application>` of a folder that is rendered and that no other Application syncs, got production/model-serving, which Application 'production-model-serving' syncs; remove the Application",
      ]);
    }
    expect(judged(models({}, 'production/namespaces'))).toHaveLength(1);
  });

  test('the destination is a namespace of the folder', () => {
    const to = (namespace?: string) => models({ destination: { server: IN_CLUSTER, namespace } });
    expect(judged(to('argocd'))).toEqual([
      "production/applications/Application/argocd/production-model-serving: `destination.namespace` must be a namespace of what the folder holds, got 'argocd'; use production-model-serving",
    ]);
    expect(judged(to())).toHaveLength(1);
  });

  test('the destination of a chart exists', () => {
    const chart = (namespace: string) =>
      withModels(
        application('production-model-serving', 'production/model-serving'),
        application('keda', '', {
          source: { repoURL: 'https://charts.example.com', chart: 'keda' },
          destination: { server: IN_CLUSTER, namespace },
        }),
      );
    expect(judged(chart('argocd'))).toEqual([]);
    expect(judged(chart('keda'))).toEqual([
      "production/applications/Application/argocd/keda: `destination.namespace` must be rendered or be one that the cluster brings, got 'keda'; render it or correct it",
    ]);
  });

  test('the project is in the namespace of the Application', () => {
    expect(judged(models({ project: 'default' }))).toEqual([
      "production/applications/Application/argocd/production-model-serving: `project` must name an AppProject of namespace 'argocd', got 'default'; render it or correct it",
    ]);
  });

  test('folders within the folder are synced, too', () => {
    expect(judged(models({ source: { path: 'dist/production/model-serving' } }))).toEqual([
      'production/applications/Application/argocd/production-model-serving: `source.directory.recurse` must be true: objects lie in a folder for their namespace; set it',
    ]);
  });

  test('a source that a tool renders is no folder of the tree, several sources are looked at one by one', () => {
    const tool = { repoURL: 'https://git.example.com/other.git', path: 'charts/other', helm: {} };
    expect(
      judged(
        withModels(
          application('production-model-serving', 'production/model-serving'),
          application('other', '', { source: tool }),
        ),
      ),
    ).toEqual([]);
    const sources = [tool, { path: 'dist/production/model-serving', directory: { recurse: true } }];
    expect(judged(models({ source: undefined, sources }))).toEqual([]);
  });

  test('a tree without any Application is not ours to sync', () => {
    expect(judged({ 'production/model-serving': [deployment('iris')] })).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      application('a', 'production/model-serving', { sources: [{ path: 'dist/production/model-serving' }] }),
      object('apps/v1', 'Deployment', 'iris'),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judged({ 'production/model-serving': [...worse] })).not.toThrow();
    }
  });
});
