import { z } from 'zod';
import { keycloakState, RECONCILER_CLIENT } from '../../reconcilers/keycloak/state';
import { vaultState } from '../../reconcilers/vault/state';
import {
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
import { type SelectorLabels, selectorLabels } from '../labels';
import type { Peer } from '../network/props';
import { resources } from '../pod/props';
import { timingFaults } from '../scheduled-job/props';

/** Time after the server's deadline in which a run must have ended, in seconds. */
const WORK_SECONDS = 180;

/** Folder of the pods in which each mounted Secret has a folder of its own. */
export const SECRETS_FOLDER = '/secrets';

/** File of the pods with the authorities that sign within the cluster. */
export const CA_FILE = '/ca/ca.crt';

/** Labels of a reconciler's pods, by which policies find them. */
export function reconcilerLabels(namespace: string, name: string): SelectorLabels {
  return selectorLabels(namespace, name);
}

/** A reconciler's pods as the end of an edge: one to the server that it keeps, one to DNS is every namespace's. */
export function reconcilerPeer(namespace: string, name: string): Peer {
  return { namespace, name, labels: reconcilerLabels(namespace, name) };
}

const serverUrl = text(
  (value) => /^https?:\/\/[\w.-]+(:\d+)?$/.test(value),
  'an HTTP URL',
  "'http://keycloak:8080'",
);

const secret = record({
  /** Name of the Secret. Pods start without it, unless it is required: what needs its files waits for them. */
  secret: dnsLabel(),
  /** Folder below `/secrets` with a file for each of its keys. */
  folder: dnsLabel(),
  /**
   * `hook`: only the run after a sync has it, for what is needed once.
   * @default 'both'
   */
  runs: z.enum(['both', 'hook']).default('both'),
  /**
   * Whether a run waits until the Secret is there, and fails when that takes longer than the run may.
   * @default false
   */
  required: z.boolean({ error: must('true or false') }).default(false),
});

/** A product and what it is to hold. */
const desired = z.discriminatedUnion('product', [
  record({
    /** The vault. */
    product: z.literal('vault'),
    /** What it is to hold. */
    state: vaultState,
    /**
     * ConfigMap of its namespace that is marked before anything is written into the vault, so that this one never begins
     * again; the ServiceAccount needs the right to patch it.
     * @default - none
     */
    record: dnsLabel().optional(),
  }),
  record({
    /** The identity provider. */
    product: z.literal('keycloak'),
    /** What one realm of it is to hold. */
    state: keycloakState,
  }),
]);

/** A program that keeps a product's own state as the code says: after each sync, and on a schedule. */
export const reconcilerProps = record({
  /** Name of its objects and of its ServiceAccount. */
  name: dnsLabel(40),
  /** Image with Node.js 20 or later at `/nodejs/bin/node`. */
  image: pinnedImage,
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /**
   * Secret with the registry's credentials.
   * @default - the registry is public
   */
  imagePullSecret: dnsLabel().optional(),
  /** The product and what it is to hold. */
  desired,
  /** Where the product's API answers within the cluster. */
  server: serverUrl,
  /**
   * ConfigMap, with key `ca.crt`, of the authorities that sign within the cluster; needed for an HTTPS server.
   * @default - the public authorities alone
   */
  caConfigMap: dnsLabel().optional(),
  /**
   * Whether the pods get a token of their ServiceAccount, by which they log in, and for whom it is.
   * @default - none
   */
  token: record({
    /**
     * Who the token is for.
     * @default - the API server, which the product asks whose it is
     */
    audience: text((value) => /^[\w.:/-]{1,253}$/.test(value), 'an audience', "'vault'").optional(),
  }).optional(),
  /**
   * Secrets that the pods get as files.
   * @default []
   */
  secrets: listOf(secret).prefault([]),
  /**
   * When it runs beside the run after each sync: what was changed by hand lives until then.
   * @default '7-59/10 * * * *'
   */
  schedule: schedule.default('7-59/10 * * * *'),
  /**
   * Zone in which the schedule is read.
   * @default 'UTC'
   */
  timeZone: timeZone.default('UTC'),
  /**
   * How long the server may be away until a run has failed, in seconds.
   * @default 300
   */
  deadlineSeconds: whole(10, 3600, 'seconds').default(300),
  /**
   * Resources of a run.
   * @default 50m and 96Mi, at most 192Mi
   */
  resources: resources.prefault({
    requests: { cpu: '50m', memory: '96Mi', ephemeralStorage: '16Mi' },
    limits: { memory: '192Mi', ephemeralStorage: '64Mi' },
  }),
}).superRefine((value, context) => {
  for (const [path, message] of reconcilerFaults(value)) {
    context.addIssue({ code: 'custom', path: [path], message });
  }
});

export type ReconcilerProps = z.input<typeof reconcilerProps>;
export type ReconcilerSettings = z.output<typeof reconcilerProps>;

/** Longest time of one run, in seconds: the server's deadline and the work. */
export function activeDeadlineSeconds({
  deadlineSeconds,
}: Pick<ReconcilerSettings, 'deadlineSeconds'>): number {
  return deadlineSeconds + WORK_SECONDS;
}

/** How late a run on schedule may start, in seconds; later than that the next one does its work. */
export const STARTING_DEADLINE_SECONDS = 300;

/** Files that a run reads secrets from: for Keycloak its own and those of confidential clients. */
function secretFilesOf(desired: ReconcilerSettings['desired']): readonly string[] {
  if (desired.product === 'vault') {
    const { oidc } = desired.state;
    return oidc === undefined ? [] : [oidc.clientSecretFile];
  }
  const clients = desired.state.clients.filter(({ access }) => access === 'confidential');
  return [{ id: RECONCILER_CLIENT, secretFile: undefined }, ...clients].map(
    ({ id, secretFile }) => secretFile ?? `${SECRETS_FOLDER}/${id}/client-secret`,
  );
}

type Timed = Pick<
  ReconcilerSettings,
  'caConfigMap' | 'deadlineSeconds' | 'desired' | 'schedule' | 'secrets' | 'server' | 'token'
>;

function* reconcilerFaults(value: Timed): Generator<readonly [path: string, message: string]> {
  const timing = {
    schedule: value.schedule,
    concurrencyPolicy: 'Forbid' as const,
    startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
    activeDeadlineSeconds: activeDeadlineSeconds(value),
  };
  const [fault] = [...timingFaults(timing)];
  if (fault !== undefined) {
    yield [
      'schedule',
      `must leave more than ${timing.activeDeadlineSeconds} s between two runs, the longest that one may take, got '${value.schedule}'; lower \`deadlineSeconds\` or run more rarely`,
    ];
  }
  if (value.server.startsWith('https:') && value.caConfigMap === undefined) {
    yield [
      'caConfigMap',
      `must be set for '${value.server}', whose certificate an authority of the cluster signs`,
    ];
  }
  if (value.desired.product === 'vault' && value.token === undefined) {
    yield ['token', 'must be set for the vault, which lets in nobody else; use {}'];
  }
  for (const file of secretFilesOf(value.desired)) {
    if (
      value.secrets.some(
        ({ folder, runs }) => runs === 'both' && file.startsWith(`${SECRETS_FOLDER}/${folder}/`),
      )
    ) {
      continue;
    }
    yield ['secrets', `must mount a Secret for both runs where '${file}' is read; add it with its folder`];
  }
  const folders = value.secrets.map(({ folder }) => folder);
  const twice = folders.find((folder, index) => folders.indexOf(folder) < index);
  if (twice !== undefined) yield ['secrets', `must name each folder once, got '${twice}' twice; rename one`];
}
