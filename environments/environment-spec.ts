import { z } from 'zod';
import { quota } from '../constructs/application-namespace/props';
import { modelShape } from '../constructs/model-service/props';
import { urlVariable, variablesAreUsedOnce } from '../constructs/pod/props';
import { jobShape, timingFaults } from '../constructs/scheduled-job/props';
import { isRepository } from '../values/image';
import {
  dnsLabel,
  domainOf,
  imageInRegistry,
  listOf,
  must,
  record,
  schedule,
  text,
  timeZone,
  whole,
} from '../values/schema';
import { keycloak } from './keycloak-spec';
import { objectStorage } from './object-storage-spec';
import { patch } from './patch-spec';
import { vault } from './vault-spec';

/** A call of one workload to another: opens the network on both sides and tells the caller the URL. */
const call = record({
  /** Name of the model that is called, in the same environment. */
  model: dnsLabel(),
  /** Environment variable in which the caller finds its URL. */
  variable: urlVariable,
});

const calls = listOf(call).superRefine(variablesAreUsedOnce).prefault([]);

const model = record({
  ...modelShape,
  /** Image of a containerised Bento in the environment's registry: `iris@sha256:…`. */
  image: imageInRegistry,
  /**
   * Whether it is reached from outside, as `<name>.<domain>`.
   * @default false
   */
  public: z.boolean({ error: must('true or false') }).default(false),
  /**
   * Who is let in from outside: `open` everybody; `sign-in` people of the environment's realm, and programs with a token of
   * it for the client `models` (a client of theirs with a mapper of that audience). Workloads of the environment that call
   * the model do so past the sign-in.
   * @default 'open'
   */
  access: z.enum(['open', 'sign-in']).default('open'),
  /**
   * Models that it calls.
   * @default - none
   */
  calls,
});

const job = record({
  ...jobShape,
  /** Image of the program in the environment's registry: `iris-batch@sha256:…`. */
  image: imageInRegistry,
  /**
   * Zone in which the schedule is read.
   * @default - the environment's
   */
  timeZone: timeZone.optional(),
  /**
   * Models that it calls.
   * @default - none
   */
  calls,
}).superRefine((value, context) => {
  for (const [key, message] of timingFaults(value))
    context.addIssue({ code: 'custom', path: [key], message });
});

const syncWindow = record({
  /** When it begins: five fields. */
  schedule,
  /** How long it lasts, in hours. */
  durationHours: whole(1, 168, 'hours'),
});

/** What runs in an environment and where, as a person writes it. */
export const environmentSpec = record({
  /** Full word; first folder below `dist/`, first part of every namespace. */
  name: dnsLabel(30),
  /** Name of the cluster that hosts it. */
  cluster: dnsLabel(30),
  /** Domain of its host names, one label deep. */
  domain: domainOf(198),
  /** Zone of its schedules. */
  timeZone,
  /**
   * Priority of its pods: with a worker lost, those of a lower value make room.
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
   */
  priority: whole(-1_000_000, 1_000_000),
  /** Where its images come from. */
  registry: record({
    /** Registry and folder of its images, without a final slash. */
    repository: text(isRepository, 'a registry and folder', "'registry.example.com/models'"),
    /**
     * Secret with the credentials, made by hand before the first sync in each namespace.
     * @default - the registry is public
     */
    pullSecret: dnsLabel().optional(),
  }),
  /** What becomes of the workloads when their Application is removed from git. */
  removal: z.enum(['keep-workloads', 'delete-workloads']),
  /**
   * Times in which a merge is not deployed but by hand, in the environment's time zone.
   * @default - none
   */
  freezes: listOf(syncWindow).prefault([]),
  /**
   * Object storage outside of the cluster, for backups and snapshots.
   * @default - none, and so neither a vault nor a database
   */
  objectStorage: objectStorage.optional(),
  /**
   * The vault of its secrets.
   * @default - none
   */
  vault: vault.optional(),
  /**
   * The identity provider of its people.
   * @default - none
   */
  keycloak: keycloak.optional(),
  /**
   * Models behind HTTP.
   * @default - none
   */
  modelServing: record({
    /** What all models may take together. */
    quota,
    /** The models, each with a name of its own. */
    models: listOf(model),
  }).optional(),
  /**
   * Programs that run on a schedule.
   * @default - none
   */
  batchJobs: record({
    /** What all runs may take together. */
    quota,
    /** The programs, each with a name of its own. */
    jobs: listOf(job),
  }).optional(),
  /**
   * The one way past the types: changes to rendered objects, each with its reason; every synth lists them.
   * @default - none
   */
  patches: listOf(patch).prefault([]),
});

export type EnvironmentSpec = z.input<typeof environmentSpec>;
export type EnvironmentValues = z.output<typeof environmentSpec>;
