import { serviceAccountsAreTheirOwn } from '../../../checks/laws/service-accounts-are-their-own';
import { judge } from '../judge';
import { deployment, object } from '../objects';
import { spoilt } from '../spoil';

const running = (name: string, serviceAccountName: unknown, namespace?: string) =>
  deployment(name, { serviceAccountName }, {}, namespace);

describe('service-accounts-are-their-own', () => {
  test('a service account for each workload passes, in each namespace', () => {
    expect(
      judge(serviceAccountsAreTheirOwn, [
        running('iris', 'iris'),
        running('churn', 'churn'),
        running('iris', 'iris', 'staging-model-serving'),
      ]),
    ).toEqual([]);
  });

  test.each([
    ['default', "'default'"],
    ['', "''"],
    [undefined, 'nothing'],
  ])('%p fails', (name, got) => {
    expect(judge(serviceAccountsAreTheirOwn, [running('iris', name)])).toEqual([
      `Deployment/iris: \`serviceAccountName\` must name a service account of its own, got ${got}; use 'iris'`,
    ]);
  });

  test('two without one are two faults', () => {
    expect(
      judge(serviceAccountsAreTheirOwn, [running('iris', 'default'), running('churn', 'default')]),
    ).toHaveLength(2);
  });

  test('one that is shared fails at the second workload', () => {
    expect(judge(serviceAccountsAreTheirOwn, [running('iris', 'iris'), running('churn', 'iris')])).toEqual([
      "Deployment/churn: `serviceAccountName` must not be shared, got 'iris', which Deployment 'iris' uses; use 'churn'",
    ]);
  });

  test('a Job and a CronJob of one name are one program, two of other names are not', () => {
    const podSpec = { spec: { serviceAccountName: 'keeper' } };
    const job = (name: string) => object('batch/v1', 'Job', name, { spec: { template: podSpec } });
    const cronJob = object('batch/v1', 'CronJob', 'keeper', {
      spec: { jobTemplate: { spec: { template: podSpec } } },
    });
    expect(judge(serviceAccountsAreTheirOwn, [job('keeper'), cronJob])).toEqual([]);
    expect(judge(serviceAccountsAreTheirOwn, [job('other'), cronJob])).toEqual([
      "CronJob/keeper: `serviceAccountName` must not be shared, got 'keeper', which Job 'other' uses; use 'keeper'",
    ]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([running('iris', 'iris')])) {
      expect(judge(serviceAccountsAreTheirOwn, objects)).toBeInstanceOf(Array);
    }
  });
});
