import { applicationsSyncAsTheHouseDemands } from '../../../checks/laws/applications-sync-as-the-house-demands';
import { alone, application, appOfApps, delivery } from '../delivery';
import { judgeTrees } from '../judge';
import { deployment } from '../objects';
import { spoilt } from '../spoil';

const judged = (app: object) =>
  judgeTrees(applicationsSyncAsTheHouseDemands, {
    'production/applications': [app],
    'production/model-serving': [deployment('iris')],
  }).map((message) => message.replace('production/applications/Application/argocd/models: ', ''));
const models = (fields: object, policy: object = {}) =>
  judged(application('models', 'production/model-serving', { ...fields }, 1, { ...policy }));
const automated = (fields: object) =>
  models({}, { automated: { enabled: true, prune: true, selfHeal: true, allowEmpty: false, ...fields } });
const { syncOptions } = application('models', '').spec.syncPolicy;
const without = (option: string) => models({}, { syncOptions: syncOptions.filter((one) => one !== option) });

describe('applications-sync-as-the-house-demands', () => {
  test('a tree under the options of the house passes', () => {
    expect(judgeTrees(applicationsSyncAsTheHouseDemands, delivery())).toEqual([]);
  });

  test.each([
    ['enabled', undefined, '`syncPolicy.automated.enabled` must be true, got nothing; set it'],
    ['prune', false, '`syncPolicy.automated.prune` must be true, got false; set it'],
    ['selfHeal', false, '`syncPolicy.automated.selfHeal` must be true, got false; set it'],
    ['allowEmpty', true, '`syncPolicy.automated.allowEmpty` must be false, got true; set it'],
  ])('`automated.%s` is not %s', (field, value, message) => {
    expect(automated({ [field]: value })).toEqual([message]);
  });

  test('it is tried again for ever, with the newest commit', () => {
    expect(models({}, { retry: { limit: 5, refresh: true } })).toEqual([
      '`syncPolicy.retry.limit` must be -1, got 5; set it',
    ]);
    expect(models({}, { retry: { limit: -1 } })).toEqual([
      '`syncPolicy.retry.refresh` must be true, got nothing; set it',
    ]);
  });

  test.each([...syncOptions])('%s is demanded', (option) => {
    expect(without(option)).toEqual([`\`syncOptions\` must hold ${option}, got nothing; add it`]);
  });

  test('the opposite of an option is shown', () => {
    const opposite = syncOptions.map((option) =>
      option.replace('CreateNamespace=false', 'CreateNamespace=true'),
    );
    expect(models({}, { syncOptions: opposite })).toEqual([
      "`syncOptions` must hold CreateNamespace=false, got 'CreateNamespace=true'; add it",
    ]);
  });

  test('one that syncs itself does not wait for itself', () => {
    const root = appOfApps('root', 'proxmox/argocd');
    const judgedRoot = (app: object) =>
      judgeTrees(applicationsSyncAsTheHouseDemands, { 'proxmox/argocd': [app] });
    expect(judgedRoot(alone(root))).toEqual([]);
    expect(judgedRoot(root)).toEqual([
      'proxmox/argocd/Application/argocd/root: must have the annotation argocd.argoproj.io/ignore-healthcheck: "true", since it syncs itself: its sync would wait for its own end; add it',
    ]);
  });

  test('what hides drift is refused', () => {
    expect(models({}, { syncOptions: [...syncOptions, 'ApplyOutOfSyncOnly=true'] })).toEqual([
      '`syncOptions` must not hold ApplyOutOfSyncOnly=true: a full sync repairs what is falsely shown as Synced; remove it',
    ]);
    expect(models({ ignoreDifferences: [{ kind: 'Deployment' }] })).toEqual([
      '`ignoreDifferences` must not be set: it swallows changes; leave the field out of what is rendered',
    ]);
    const app = application('models', 'production/model-serving');
    expect(judged({ ...app, metadata: { ...app.metadata, annotations: {} } })).toEqual([
      'annotation `argocd.argoproj.io/compare-options` must hold ServerSideDiff=false, got nothing: otherwise a change that the API server refuses is shown as Synced; add it',
    ]);
  });

  test('what syncs Applications goes without server-side apply, which ignores their waves', () => {
    expect(judged(alone(appOfApps('models', 'production/applications')))).toEqual([]);
    expect(judged(alone(application('models', 'production/applications')))).toEqual([
      '`syncOptions` must not hold ServerSideApply=true where Applications are synced: it ignores the waves between them; remove it',
    ]);
  });

  test('Argo CD never prunes a part of itself', () => {
    const chart = (prune: boolean) =>
      models(
        { source: { repoURL: 'https://argoproj.github.io/argo-helm', chart: 'argo-cd' } },
        { automated: { enabled: true, prune, selfHeal: true, allowEmpty: false } },
      );
    expect(chart(false)).toEqual([]);
    expect(chart(true)).toEqual(['`syncPolicy.automated.prune` must be false, got true; set it']);
  });

  test('of a folder that nobody renders nobody knows what it holds', () => {
    expect(judged(appOfApps('models', 'production/nowhere'))).toEqual([]);
    expect(judged(application('models', 'production/nowhere'))).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([application('models', 'x/y', { ignoreDifferences: [{}] })])) {
      expect(() => judgeTrees(applicationsSyncAsTheHouseDemands, { 'x/y': worse })).not.toThrow();
    }
  });
});
