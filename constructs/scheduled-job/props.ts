import { z } from 'zod';
import { intervals, scheduleFault } from '../../values/schedule';
import {
  bytes,
  dnsLabel,
  listOf,
  must,
  pinnedImage,
  record,
  schedule,
  text,
  timeZone,
  whole,
} from '../../values/schema';
import {
  type MountedSecret,
  mountedSecretShape,
  mountPath,
  overlap,
  pathOf,
  resources,
  secretsAreApart,
  urls,
} from '../pod/props';

/** Longest name of a CronJob: it adds 11 characters for each Job. */
const LONGEST_NAME = 52;

/** A CronJob that missed more runs than this is never started again (kubernetes#42649). */
const MOST_MISSED_RUNS = 100;

const argument = text((value) => value !== '', 'an argument that is not empty');

const volume = record({
  /** Where the job finds it. */
  path: mountPath('/models'),
  /** Size of the claim; it can grow later, never shrink. */
  size: bytes,
  /**
   * StorageClass of the claim.
   * @default - the cluster's default class
   */
  storageClassName: dnsLabel().optional(),
});

/**
 * What a person decides about a job. A run may happen twice or not at all, so the program must be idempotent.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export const jobShape = {
  /** Name of the CronJob. */
  name: dnsLabel(LONGEST_NAME),
  /** When it runs: minute, hour, day, month, weekday. */
  schedule,
  /** Program and its arguments; the image's entry point is not used. */
  command: listOf(argument).refine((value) => value.length > 0, { error: 'must have at least the program' }),
  /** Resources of the run. */
  resources,
  /**
   * What happens when a run is due while the last one still runs.
   * @default 'Forbid'
   */
  concurrencyPolicy: z.enum(['Allow', 'Forbid', 'Replace']).default('Forbid'),
  /**
   * How late a run may start, in seconds; later than that it is left out.
   * @default 600
   */
  startingDeadlineSeconds: whole(10, 86_400, 'seconds').default(600),
  /** Longest time that a run may take with all its retries, in seconds; after it the run has failed. */
  activeDeadlineSeconds: whole(1, 604_800, 'seconds'),
  /**
   * How often a failed run is tried again.
   * @default 2
   */
  backoffLimit: whole(0, 10, 'retries').default(2),
  /**
   * Exit codes that no retry can cure, such as refused input.
   * @default - each failure is retried
   */
  permanentFailureExitCodes: listOf(whole(1, 255)).prefault([]),
  /**
   * Whether runs are left out until further notice.
   * @default false
   */
  suspend: z.boolean({ error: must('true or false') }).default(false),
  /**
   * A volume that outlives the runs, for one run at a time: it needs `concurrencyPolicy: 'Forbid'`.
   * @default - none
   */
  volume: volume.optional(),
  /**
   * Secrets that the program reads as files; each run finds those of its start.
   * @default - none
   */
  secrets: listOf(record(mountedSecretShape)).superRefine(secretsAreApart).prefault([]),
} as const;

/** A program that runs on a schedule. */
export const scheduledJobProps = record({
  ...jobShape,
  /** Image of the program. */
  image: pinnedImage,
  /** Zone in which the schedule is read. */
  timeZone,
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /**
   * Secret with the registry's credentials.
   * @default - the registry is public
   */
  imagePullSecret: dnsLabel().optional(),
  /**
   * URLs of the services that the program calls.
   * @default - none
   */
  urls: urls.prefault([]),
}).superRefine((value, context) => {
  for (const [path, message] of timingFaults(value))
    context.addIssue({ code: 'custom', path: [path], message });
});

export type ScheduledJobProps = z.input<typeof scheduledJobProps>;
export type ScheduledJobSettings = z.output<typeof scheduledJobProps>;

interface Timing {
  readonly schedule: string;
  readonly concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
  readonly startingDeadlineSeconds: number;
  readonly activeDeadlineSeconds: number;
  readonly volume?: { readonly path: string } | undefined;
  readonly secrets?: readonly MountedSecret[];
}

/** What holds between the schedule, the deadlines, the volume and the secrets. */
export function* timingFaults(value: Timing): Generator<[key: keyof Timing, message: string]> {
  const { concurrencyPolicy, activeDeadlineSeconds, startingDeadlineSeconds } = value;
  if (value.volume !== undefined && concurrencyPolicy !== 'Forbid') {
    yield [
      'concurrencyPolicy',
      `must be 'Forbid' for a job with a \`volume\`, got '${concurrencyPolicy}'; two runs would write to it at a time`,
    ];
  }
  const { volume } = value;
  const hidden = volume && value.secrets?.find((secret) => overlap(pathOf(secret), volume.path));
  if (volume !== undefined && hidden !== undefined) {
    yield [
      'volume',
      `must be apart from '${pathOf(hidden)}' of Secret '${hidden.secret}', got '${volume.path}'; use another folder`,
    ];
  }
  if (scheduleFault(value.schedule) !== undefined) return;
  const { shortest } = intervals(value.schedule);
  if (concurrencyPolicy === 'Forbid' && activeDeadlineSeconds >= shortest) {
    yield [
      'activeDeadlineSeconds',
      `must be below the ${shortest} s between two runs of '${value.schedule}', got ${activeDeadlineSeconds}; a run that lasts longer would keep the next from starting`,
    ];
  }
  if (startingDeadlineSeconds > MOST_MISSED_RUNS * shortest) {
    yield [
      'startingDeadlineSeconds',
      `must be at most ${MOST_MISSED_RUNS} times the ${shortest} s between two runs, got ${startingDeadlineSeconds}; after ${MOST_MISSED_RUNS} missed runs a CronJob never starts again`,
    ];
  }
}
