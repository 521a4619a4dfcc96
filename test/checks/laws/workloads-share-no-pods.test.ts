import { workloadsShareNoPods } from '../../../checks/laws/workloads-share-no-pods';
import { judge } from '../judge';
import { deployment, labelsOf, object } from '../objects';
import { spoilt } from '../spoil';

const shared = { matchLabels: { 'app.kubernetes.io/instance': 'production-model-serving' } };

const cronJob = (labels: Readonly<Record<string, string>>) =>
  object('batch/v1', 'CronJob', 'retrain', {
    spec: { jobTemplate: { spec: { template: { metadata: { labels }, spec: {} } } } },
  });

describe('workloads-share-no-pods', () => {
  test("a selector that matches a neighbour's pods is a breach", () => {
    expect(
      judge(workloadsShareNoPods, [deployment('iris', {}, { selector: shared }), deployment('wine')]),
    ).toEqual([
      "Deployment/iris: `spec.selector` must match no pods but its own, got 'app.kubernetes.io/instance=production-model-serving', which matches those of production/model-serving/Deployment/wine too; give each workload a label of its own",
    ]);
    expect(judge(workloadsShareNoPods, [deployment('iris'), deployment('wine')])).toEqual([]);
  });

  test('two that match each other are one fault', () => {
    const both = ['iris', 'wine'].map((name) => deployment(name, {}, { selector: shared }));
    expect(judge(workloadsShareNoPods, both)).toHaveLength(1);
  });

  test('pods of a job count, and those of another namespace do not', () => {
    expect(judge(workloadsShareNoPods, [deployment('iris'), cronJob(labelsOf('iris'))])).toHaveLength(1);
    const elsewhere = deployment('wine', {}, { selector: shared }, 'staging-model-serving');
    expect(judge(workloadsShareNoPods, [deployment('iris'), elsewhere])).toEqual([]);
  });

  test('a selector that misses its own pods is up to another law', () => {
    const wrong = deployment('iris', {}, { selector: { matchLabels: labelsOf('wine') } });
    expect(judge(workloadsShareNoPods, [wrong, deployment('wine')])).toEqual([]);
    const template = { metadata: { labels: labelsOf('wine') }, spec: {} };
    expect(judge(workloadsShareNoPods, [deployment('iris', {}, { template }), deployment('wine')])).toEqual(
      [],
    );
  });

  test('a workload without a selector matches nothing', () => {
    expect(
      judge(workloadsShareNoPods, [deployment('iris', {}, { selector: {} }), deployment('wine')]),
    ).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [deployment('iris', {}, { selector: shared }), deployment('wine')];
    for (const worse of spoilt(objects)) expect(() => judge(workloadsShareNoPods, worse)).not.toThrow();
  });
});
