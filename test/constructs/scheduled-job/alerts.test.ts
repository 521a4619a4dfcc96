import { ScheduledJob } from '../../../constructs/scheduled-job/scheduled-job';
import { at, rendered } from '../rendered';
import { minimal } from './fixtures';
import { promtool } from './promtool';

/** A value at each minute from the start on; undefined while the metric does not exist. */
type Series = (minute: number) => number | undefined;

/** The metrics of kube-state-metrics for one CronJob. */
interface Metrics {
  readonly created: Series;
  readonly lastSuccess: Series;
  readonly nextSchedule: Series;
  readonly suspended: Series;
}

const METRICS: Readonly<Record<keyof Metrics, string>> = {
  created: 'kube_cronjob_created',
  lastSuccess: 'kube_cronjob_status_last_successful_time',
  nextSchedule: 'kube_cronjob_next_schedule_time',
  suspended: 'kube_cronjob_spec_suspend',
};

/** It is due at ten past each hour, at :10 it starts, at :12 it has succeeded. */
const healthy: Metrics = {
  created: () => 0,
  lastSuccess: (minute) => (minute < 12 ? undefined : seconds(minute - ((minute - 12) % 60))),
  nextSchedule: (minute) => seconds(minute < 10 ? 10 : minute - ((minute - 10) % 60) + 60),
  suspended: () => 0,
};

const LONGEST = 8 * 60;
const NAMESPACE = 'production-model-serving';
const rule = rendered((chart) => new ScheduledJob(chart, 'retraining', minimal)).one('PrometheusRule');
const files = { 'rules.yaml': at(rule, 'spec') };

describe('the alerts of a ScheduledJob', () => {
  test('are rules that Prometheus takes, each told in a sentence', () => {
    expect(promtool(['check', 'rules', 'rules.yaml'], files)).toContain('SUCCESS: 4 rules found');
    expect(at(rule, 'spec.groups.0.name')).toBe('production-model-serving-retraining');
    for (const summary of [
      'not succeeded for two intervals and the time of a run (9600 s)',
      'more than 600 s ago',
    ]) {
      expect(JSON.stringify(rule)).toContain(summary);
    }
  });

  test.each([0, 9, 10, 11, 12, 69, 70, 71, 72, 132, 300, 479])(
    'are silent for a healthy job: minute %p',
    (minute) => {
      expectFiring(healthy, minute, {});
    },
  );

  test.each([
    [172, {}],
    [173, { ScheduledJobNotSucceeding: 'critical' }],
    [400, { ScheduledJobNotSucceeding: 'critical' }],
  ])('tell of a job that fails since minute 12: minute %p', (minute, firing) => {
    const failing = { ...healthy, lastSuccess: (now: number) => (now < 12 ? undefined : seconds(12)) };
    expectFiring(failing, minute, firing);
  });

  test.each([
    [160, {}],
    [161, { ScheduledJobNeverSucceeded: 'critical' }],
    [400, { ScheduledJobNeverSucceeded: 'critical' }],
  ])('tell of a job that has never succeeded: minute %p', (minute, firing) => {
    expectFiring({ ...healthy, lastSuccess: () => undefined }, minute, firing);
  });

  test.each([
    [80, {}],
    [81, { ScheduledJobOverdue: 'critical' }],
  ])('tell of a job that was due at minute 70 and not started: minute %p', (minute, firing) => {
    const stuck = { ...healthy, nextSchedule: () => seconds(70) };
    expectFiring(stuck, minute, firing);
  });

  test.each([
    [29, {}],
    [30, { ScheduledJobSuspended: 'warning' }],
    [173, { ScheduledJobSuspended: 'warning', ScheduledJobNotSucceeding: 'critical' }],
  ])('tell of a job that somebody suspends in minute 30: minute %p', (minute, firing) => {
    const suspended = {
      ...healthy,
      lastSuccess: (now: number) => healthy.lastSuccess(Math.min(now, 30)),
      nextSchedule: (now: number) => (now < 30 ? healthy.nextSchedule(now) : undefined),
      suspended: (now: number) => (now < 30 ? 0 : 1),
    };
    expectFiring(suspended, minute, firing);
  });

  test.each([
    ['of another name', { cronjob: 'retraining-2' }],
    ['of another namespace', { namespace: 'staging-batch-jobs' }],
  ])('say nothing of a job %s', (_, labels) => {
    const dead = { ...healthy, lastSuccess: () => 0, nextSchedule: () => 0, suspended: () => 1 };
    expectFiring(dead, 300, {}, labels);
  });

  test('say nothing while nobody measures', () => {
    const nothing = () => undefined;
    const unseen = { created: nothing, lastSuccess: nothing, nextSchedule: nothing, suspended: nothing };
    expectFiring(unseen, 300, {});
  });

  test('wait for the longest gap of a schedule', () => {
    const props = { ...minimal, schedule: '0 9 * * 1-5' };
    const weekdays = rendered((chart) => new ScheduledJob(chart, 'retraining', props)).one('PrometheusRule');
    expect(at(weekdays, 'spec.groups.0.rules.0.expr')).toContain(`> ${2 * 3 * 24 * 3600 + 600 + 1800}`);
  });

  test('cannot be judged without Prometheus, which says so', () => {
    expect(() => promtool(['check', 'rules', 'rules.yaml'], files, '')).toThrow(
      /^promtool must be on the PATH to judge alerts .*; install Debian's prometheus package$/,
    );
  });

  test('are judged by a judge that can say no', () => {
    expect(() => expectFiring(healthy, 300, { ScheduledJobOverdue: 'critical' })).toThrow(/FAILED/);
    expect(() => expectFiring({ ...healthy, suspended: () => 1 }, 300, {})).toThrow(/FAILED/);
  });
});

function seconds(minute: number): number {
  return minute * 60;
}

/**
 * Lets Prometheus evaluate the rules and compares what fires in a minute: the name of each alert with its severity.
 * Each metric comes from another pod of kube-state-metrics, as happens when one takes over from another.
 */
function expectFiring(
  metrics: Metrics,
  minute: number,
  firing: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): void {
  const job = Object.entries({ namespace: NAMESPACE, cronjob: 'retraining', ...labels }).map(
    ([name, value]) => `${name}="${value}"`,
  );
  const seriesOf = (key: keyof Metrics, index: number) => ({
    series: `${METRICS[key]}{${job.join(',')},instance="10.244.1.${index}:8080"}`,
    values: Array.from({ length: LONGEST }, (_, now) => metrics[key](now) ?? '_').join(' '),
  });
  const test = {
    interval: '1m',
    input_series: (Object.keys(METRICS) as (keyof Metrics)[]).map(seriesOf),
    promql_expr_test: [
      {
        expr: 'sum without (instance) (ALERTS)',
        eval_time: `${minute}m`,
        exp_samples: Object.entries(firing).map(([name, severity]) => ({
          labels: `{alertname="${name}",alertstate="firing",severity="${severity}",${job.join(',')}}`,
          value: 1,
        })),
      },
    ],
  };
  const content = { rule_files: ['rules.yaml'], evaluation_interval: '1m', tests: [test] };
  promtool(['test', 'rules', 'test.yaml'], { ...files, 'test.yaml': content });
}
