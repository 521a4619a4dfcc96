import type { Breach, Law } from '../law';
import { at, type Fields, isMapping, mapping, number, text } from '../readers/read';
import { faultOfSchedule, intervalOf, isZone } from '../readers/schedules';
import { shown } from '../readers/show';

/** The name of a Job adds 11 characters to the CronJob's, and a label holds it. */
const LONGEST_NAME = 52;
/** The controller looks every 10 seconds: with less, it may look too late each time. */
const SHORTEST_DEADLINE = 10;
/** With more missed runs than these, the controller gives up. */
const MISSED_RUNS = 100;

const POLICIES = ['Allow', 'Forbid', 'Replace'];

/**
 * A CronJob runs when a person thinks it does, one run at a time where it says so, and leaves a trace.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 * @see https://github.com/kubernetes/kubernetes/issues/42649
 */
export const cronJobsRunOnTime: Law = {
  id: 'cron-jobs-run-on-time',
  *judge(world): Generator<Breach> {
    for (const manifest of world.ofKind('batch', 'CronJob')) {
      const { name } = manifest.object.metadata;
      const spec = mapping(manifest.object, 'spec');
      if (name.length > LONGEST_NAME) {
        const message = `\`metadata.name\` must have at most ${LONGEST_NAME} characters, got ${name.length}; shorten it`;
        yield { manifest, message };
      }
      const faults = [
        ...scheduleFaults(spec),
        ...deadlineFaults(spec, intervalOf(spec['schedule'])),
        ...historyFaults(spec),
        ...failureFaults(mapping(spec, 'jobTemplate.spec')),
      ];
      for (const message of faults) yield { manifest, message };
    }
  },
};

function* scheduleFaults(spec: Fields): Generator<string> {
  const { timeZone, schedule, concurrencyPolicy } = spec;
  if (!isZone(timeZone)) {
    yield `\`timeZone\` must be an IANA time zone, got ${shown(timeZone)}; use 'America/Sao_Paulo'`;
  }
  if (typeof schedule === 'string' && /TZ=/.test(schedule)) {
    yield `\`schedule\` must not hold a time zone, got ${shown(schedule)}; use \`timeZone\``;
  } else {
    const fault = faultOfSchedule(schedule);
    if (fault !== undefined) yield `\`schedule\` ${fault}, got ${shown(schedule)}`;
  }
  if (!POLICIES.some((policy) => policy === concurrencyPolicy)) {
    yield `\`concurrencyPolicy\` must be ${POLICIES.join(', ')}, got ${shown(concurrencyPolicy)}; use 'Forbid'`;
  }
}

function* deadlineFaults(spec: Fields, interval: number): Generator<string> {
  const starting = number(spec, 'startingDeadlineSeconds');
  const most = interval * MISSED_RUNS;
  if (starting === undefined || starting < SHORTEST_DEADLINE || starting > most) {
    const upTo = Number.isFinite(most) ? ` and at most ${most}` : '';
    yield `\`startingDeadlineSeconds\` must be at least ${SHORTEST_DEADLINE}${upTo}, got ${shown(at(spec, 'startingDeadlineSeconds'))}`;
  }
  const path = 'jobTemplate.spec.activeDeadlineSeconds';
  const active = number(spec, path);
  const exclusive = spec['concurrencyPolicy'] === 'Forbid' && Number.isFinite(interval);
  if (active === undefined || active < 1 || (exclusive && active >= interval)) {
    const below = exclusive ? ` and below the ${interval} seconds between two runs` : '';
    yield `\`${path}\` must be above 0${below}, got ${shown(at(spec, path))}`;
  }
}

function* historyFaults(spec: Fields): Generator<string> {
  for (const field of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
    if (number(spec, field) === undefined) yield `\`${field}\` must be set, got ${shown(spec[field])}`;
  }
  const ttl = at(spec, 'jobTemplate.spec.ttlSecondsAfterFinished');
  if (ttl !== undefined) {
    yield `\`jobTemplate.spec.ttlSecondsAfterFinished\` must not be set, got ${shown(ttl)}; the history limits clean up`;
  }
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy */
function* failureFaults(job: Fields): Generator<string> {
  if (!isMapping(job['podFailurePolicy'])) return;
  const restart = text(job, 'template.spec.restartPolicy');
  if (restart !== 'Never') {
    yield `\`restartPolicy\` must be Never beside a \`podFailurePolicy\`, got ${shown(restart)}`;
  }
  const replacement = job['podReplacementPolicy'];
  if (replacement !== 'Failed') {
    yield `\`podReplacementPolicy\` must be Failed beside a \`podFailurePolicy\`, got ${shown(replacement)}`;
  }
}
