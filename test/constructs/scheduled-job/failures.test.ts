import { type ScheduledJobProps, scheduledJobProps } from '../../../constructs/scheduled-job/props';
import { ScheduledJob } from '../../../constructs/scheduled-job/scheduled-job';
import { parse } from '../../../values/parse';
import { faultsOf } from '../rendered';
import { everything, minimal } from './fixtures';

type Change = Readonly<Record<string, unknown>>;

const failures = (change: Change) =>
  faultsOf((chart) => new ScheduledJob(chart, 'retraining', { ...minimal, ...change })).map((fault) =>
    fault.replace('production-model-serving/retraining: ', ''),
  );
const volume = (change: Change) => ({ volume: { path: '/models', size: '1Gi', ...change } });

describe('a ScheduledJob refuses', () => {
  test.each<[string, Change, string]>([
    [
      'a name to which no Job could be added',
      { name: 'r'.repeat(53) },
      `\`name\` must be a DNS label of at most 52 characters: lower-case letters, digits and hyphens, a letter first, got '${'r'.repeat(53)}'; use 'iris'`,
    ],
    [
      'an image that may change',
      { image: 'models/iris-batch' },
      "`image` must be an image pinned by digest, got 'models/iris-batch'; use 'models/iris@sha256:…'",
    ],
    ['a key that nobody knows', { cron: '* * * * *' }, 'must not have `cron`; remove it or correct its name'],
    ['no schedule', { schedule: undefined }, '`schedule` must be set to a cron expression'],
    [
      'a zone in the schedule',
      { schedule: 'TZ=UTC 0 3 * * *' },
      "`schedule` must not name a time zone, which has a key of its own, got 'TZ=UTC 0 3 * * *'; use '0 3 * * *'",
    ],
    [
      'a schedule that never comes round',
      { schedule: '0 3 30 2 *' },
      "`schedule` must come round at least once, got '0 3 30 2 *'; use '0 3 * * *'",
    ],
    [
      'an offset for a zone',
      { timeZone: '-03:00' },
      "`timeZone` must be a time zone of the IANA database by area and place, or UTC, got '-03:00'; use 'America/Sao_Paulo'",
    ],
    [
      'a Secret without keys',
      { secrets: [{ secret: 'warehouse', keys: [] }] },
      '`secrets.0.keys` must have at least one key, got none',
    ],
    [
      'a key twice',
      { secrets: [{ secret: 'warehouse', keys: ['user', 'user'] }] },
      "`secrets.0.keys.1` must be used once, got 'user' twice; remove one",
    ],
    [
      'a Secret twice',
      {
        secrets: [
          { secret: 'warehouse', keys: ['user'] },
          { secret: 'warehouse', keys: ['password'], path: '/credentials' },
        ],
      },
      "`secrets.1.secret` must be used once, got 'warehouse' twice; give its keys in one place",
    ],
    [
      'a Secret within the folder of another',
      {
        secrets: [
          { secret: 'warehouse', keys: ['user'], path: '/credentials' },
          { secret: 'lake', keys: ['user'], path: '/credentials/lake' },
        ],
      },
      "`secrets.1.path` must be apart from '/credentials' of 'warehouse', got '/credentials/lake'; use another folder",
    ],
    [
      'a Secret where the image has its own files',
      { secrets: [{ secret: 'warehouse', keys: ['user'], path: '/etc/credentials' }] },
      "`secrets.0.path` must be a folder that neither the image nor the pod fills, got '/etc/credentials'; use '/secrets/broker'",
    ],
    [
      'a volume over a Secret',
      { ...volume({ path: '/secrets' }), secrets: [{ secret: 'warehouse', keys: ['user'] }] },
      "`volume` must be apart from '/secrets/warehouse' of Secret 'warehouse', got '/secrets'; use another folder",
    ],
    ['nothing to run', { command: [] }, '`command` must have at least the program'],
    [
      'an empty argument',
      { command: ['python3', ''] },
      "`command.1` must be an argument that is not empty, got ''",
    ],
    [
      'an unknown policy',
      { concurrencyPolicy: 'Never' },
      "`concurrencyPolicy` must be one of 'Allow', 'Forbid', 'Replace', got 'Never'",
    ],
    [
      'a start so punctual that it may never come',
      { startingDeadlineSeconds: 9 },
      '`startingDeadlineSeconds` must be a whole number of seconds from 10 to 86400, got 9',
    ],
    [
      'a start so late that it counts too many missed runs',
      { schedule: '* * * * *', activeDeadlineSeconds: 30, startingDeadlineSeconds: 6001 },
      '`startingDeadlineSeconds` must be at most 100 times the 60 s between two runs, got 6001; after 100 missed runs a CronJob never starts again',
    ],
    [
      'a run that keeps the next from starting',
      { activeDeadlineSeconds: 3600 },
      "`activeDeadlineSeconds` must be below the 3600 s between two runs of '10 * * * *', got 3600; a run that lasts longer would keep the next from starting",
    ],
    [
      'a run that keeps the next from starting on one day of the week',
      { schedule: '0 0,1 * * 1', activeDeadlineSeconds: 3601 },
      "`activeDeadlineSeconds` must be below the 3600 s between two runs of '0 0,1 * * 1', got 3601; a run that lasts longer would keep the next from starting",
    ],
    [
      'too many retries',
      { backoffLimit: 11 },
      '`backoffLimit` must be a whole number of retries from 0 to 10, got 11',
    ],
    [
      'success as a permanent failure',
      { permanentFailureExitCodes: [0] },
      '`permanentFailureExitCodes.0` must be a whole number from 1 to 255, got 0',
    ],
    ['a word for yes', { suspend: 'yes' }, "`suspend` must be true or false, got 'yes'"],
    ...(['Allow', 'Replace'] as const).map((concurrencyPolicy): [string, Change, string] => [
      `two runs on one volume: ${concurrencyPolicy}`,
      { ...volume({}), concurrencyPolicy },
      `\`concurrencyPolicy\` must be 'Forbid' for a job with a \`volume\`, got '${concurrencyPolicy}'; two runs would write to it at a time`,
    ]),
    [
      'a volume somewhere else',
      volume({ path: '/models/../etc' }),
      "`volume.path` must be an absolute path without `.` or `..`, got '/models/../etc'; use '/models'",
    ],
    ...['/tmp', '/usr/lib', '/srv'].map((path): [string, Change, string] => [
      `a volume over ${path}`,
      volume({ path }),
      `\`volume.path\` must be a folder that neither the image nor the pod fills, got '${path}'; use '/models'`,
    ]),
    [
      'a volume of no size',
      volume({ size: '0Gi' }),
      "`volume.size` must be bytes above 0 in Mi, Gi or Ti, got '0Gi'; use '512Mi' or '16Gi'",
    ],
    [
      'one variable for two URLs',
      { urls: [everything.urls[0], everything.urls[0]] },
      "`urls.1.variable` must be used once, got 'MODEL_URL' twice; rename one",
    ],
  ])('%s', (_, change, fault) => {
    expect(failures(change)).toEqual([fault]);
  });

  test.each<[string, Change]>([
    ['a run as long as it likes', { concurrencyPolicy: 'Replace', activeDeadlineSeconds: 36_000 }],
    ['a run that ends in time', { activeDeadlineSeconds: 3599 }],
    [
      'a start as late as it may be',
      { schedule: '* * * * *', activeDeadlineSeconds: 59, startingDeadlineSeconds: 6000 },
    ],
    ['one run at a time on a volume', volume({})],
    ['everything', everything],
  ])('but not %s', (_, change) => {
    expect(failures(change)).toEqual([]);
  });
});

/**
 * What the compiler refuses, and what the schema refuses as well where nobody compiles. `tsc` fails when one of these
 * lines compiles after all.
 */
const REFUSED: readonly (readonly [string, ScheduledJobProps])[] = [
  // @ts-expect-error: an image that may change
  ['an image by tag', { ...minimal, image: 'registry.example.com/models/iris-batch:1.4' }],
  // @ts-expect-error: a key that no prop has
  ['an unknown key', { ...minimal, restartPolicy: 'OnFailure' }],
  // @ts-expect-error: a program with its arguments, not a line for a shell
  ['a command line', { ...minimal, command: 'python3 -m batch' }],
  // @ts-expect-error: no such policy
  ['an unknown policy', { ...minimal, concurrencyPolicy: 'Never' }],
  // @ts-expect-error: a unit is missing
  ['a volume without a unit', { ...minimal, volume: { path: '/models', size: '2' } }],
  // @ts-expect-error: seconds, not text
  ['a deadline as text', { ...minimal, activeDeadlineSeconds: '1h' }],
];

describe('what does not compile as a ScheduledJob', () => {
  test.each(REFUSED)('%s is refused at run time, too', (_, props) => {
    expect(parse(scheduledJobProps, props, 'retraining')).toHaveProperty('faults');
  });
});
