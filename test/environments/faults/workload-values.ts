import { IMAGE, label, TIME_ZONE, type ValueFault } from './value-fault';

const iris = 'staging.modelServing.models.iris';
const digits = 'staging.modelServing.models.digits';

/** Values of a model that its schema refuses. */
export const modelValues: readonly ValueFault[] = [
  [
    `${iris}.replicas`,
    2,
    'staging/model-serving/iris: must not have `replicas`; remove it or correct its name',
  ],
  [
    `${iris}.hostname`,
    'iris.example.com',
    'staging/model-serving/iris: must not have `hostname`; remove it or correct its name',
  ],
  [
    `${iris}.image`,
    'iris:latest',
    `staging/model-serving/iris: \`image\` must be ${IMAGE}, got 'iris:latest'; use 'iris@sha256:…'`,
  ],
  [`${iris}.image`, undefined, `staging/model-serving/iris: \`image\` must be set to ${IMAGE}`],
  [
    `${iris}.image`,
    `quay.io/iris@sha256:${'0'.repeat(64)}`,
    `staging/model-serving/iris: \`image\` must be ${IMAGE}, got 'quay.io/iris@sha256:${'0'.repeat(56)}…; use 'iris@sha256:…'`,
  ],
  [
    `${digits}.name`,
    'm'.repeat(55),
    `staging/model-serving/${'m'.repeat(55)}: \`name\` must be ${label(54)}, got '${'m'.repeat(55)}'; use 'iris'`,
  ],
  [
    `${digits}.access`,
    'closed',
    "staging/model-serving/digits: `access` must be one of 'open', 'sign-in', got 'closed'",
  ],
  [`${iris}.scaling`, undefined, 'staging/model-serving/iris: `scaling` must be set to an object'],
  [`${iris}.scaling`, 'hpa', "staging/model-serving/iris: `scaling` must be an object, got 'hpa'"],
  [
    `${iris}.scaling.kind`,
    undefined,
    "staging/model-serving/iris: `scaling.kind` must be set to one of 'fixed', 'hpa', 'keda'",
  ],
  [
    `${iris}.scaling.kind`,
    'vpa',
    "staging/model-serving/iris: `scaling.kind` must be one of 'fixed', 'hpa', 'keda', got 'vpa'",
  ],
  [
    `${iris}.scaling.replicas`,
    2,
    'staging/model-serving/iris: `scaling` must not have `replicas`; remove it or correct its name',
  ],
  [
    `${digits}.scaling.triggers.0.type`,
    'kafka',
    "staging/model-serving/digits: `scaling.triggers.0.type` must be one of 'requests-in-progress', 'prometheus', 'cron', 'rabbitmq', got 'kafka'",
  ],
  [
    `${iris}.resources.requests.cpu`,
    '0',
    "staging/model-serving/iris: `resources.requests.cpu` must be CPU above 0 in cores or thousandths of one, got '0'; use '500m' or '2'",
  ],
  [
    `${iris}.resources.requests.memory`,
    512,
    "staging/model-serving/iris: `resources.requests.memory` must be bytes above 0 in Mi, Gi or Ti, got 512; use '512Mi' or '16Gi'",
  ],
  [`${iris}.public`, 'yes', "staging/model-serving/iris: `public` must be true or false, got 'yes'"],
];

const scoring = 'staging.batchJobs.jobs.iris-scoring';

/** Values of a job that its schema refuses. */
export const jobValues: readonly ValueFault[] = [
  [
    `${scoring}.schedule`,
    'TZ=UTC 10 * * * *',
    "staging/batch-jobs/iris-scoring: `schedule` must not name a time zone, which has a key of its own, got 'TZ=UTC 10 * * * *'; use '0 3 * * *'",
  ],
  [
    `${scoring}.schedule`,
    '@hourly',
    "staging/batch-jobs/iris-scoring: `schedule` must have five fields separated by single spaces (minute hour day month weekday), got '@hourly'; use '0 3 * * *'",
  ],
  [
    `${scoring}.schedule`,
    '10 * * * 7',
    "staging/batch-jobs/iris-scoring: `schedule` must have weekdays from 0 (Sunday) to 6 (not '7'), got '10 * * * 7'; use '0 3 * * *'",
  ],
  [
    `${scoring}.schedule`,
    undefined,
    'staging/batch-jobs/iris-scoring: `schedule` must be set to a cron expression',
  ],
  [
    `${scoring}.timeZone`,
    'Sao_Paulo',
    `staging/batch-jobs/iris-scoring: \`timeZone\` must be ${TIME_ZONE}, got 'Sao_Paulo'; use 'America/Sao_Paulo'`,
  ],
  [
    `${scoring}.calls.0.variable`,
    'PATH',
    "staging/batch-jobs/iris-scoring: `calls.0.variable` must be an environment variable name other than HOME, PATH, PORT and BENTOML_…, got 'PATH'; use 'MODEL_URL'",
  ],
  [
    `${scoring}.calls`,
    [
      { model: 'iris', variable: 'MODEL_URL' },
      { model: 'digits', variable: 'MODEL_URL' },
    ],
    "staging/batch-jobs/iris-scoring: `calls.1.variable` must be used once, got 'MODEL_URL' twice; rename one",
  ],
  [
    `${scoring}.activeDeadlineSeconds`,
    3600,
    "staging/batch-jobs/iris-scoring: `activeDeadlineSeconds` must be below the 3600 s between two runs of '10 * * * *', got 3600; a run that lasts longer would keep the next from starting",
  ],
  [
    `${scoring}.concurrencyPolicy`,
    'Queue',
    "staging/batch-jobs/iris-scoring: `concurrencyPolicy` must be one of 'Allow', 'Forbid', 'Replace', got 'Queue'",
  ],
];
