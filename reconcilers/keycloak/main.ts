import { resolve } from '../../values/parse';
import { TransientError } from '../engine/errors';
import { patiently } from '../engine/patience';
import type { Plan } from '../engine/plan';
import { runProgram } from '../engine/program';
import { reconcile } from '../engine/reconcile';
import type { Report } from '../engine/report';
import type { Kind, Ledger, Resource } from '../engine/resource';
import { contentOf, Settings } from '../engine/settings';
import { clientKind, clientScopeKind } from './client-kinds';
import { Connection } from './connection';
import { groupKind, roleKind } from './people-kinds';
import { RealmLedger, realmKind, requiredActionKind } from './realm-kinds';
import { bootstrapResources, resourcesOf } from './resources';
import { selfKind } from './self-kind';
import { type KeycloakState, keycloakState, RECONCILER_CLIENT } from './state';

/** What a run knows. */
interface Run {
  readonly settings: Settings;
  readonly state: KeycloakState;
  readonly url: string;
  /** Folder with a folder of secrets for each client. */
  readonly secrets: string;
  readonly report: Report;
  readonly learn: (secret: string) => void;
}

/**
 * Brings a realm to what STATE_FILE says: `KEYCLOAK_URL`, `SECRETS_FOLDER`, `APPLY`, `DEADLINE_SECONDS`.
 *
 * It logs in as `data-frost-reconciler` of the realm itself, with the secret of `<SECRETS_FOLDER>/<that>/client-secret`.
 * Only where that is refused does it use `bootstrap/client-secret`, to make the realm and its own client, or to give that
 * its new secret.
 */
async function run(settings: Settings, report: Report, learn: (secret: string) => void): Promise<void> {
  const state = resolve(keycloakState, settings.state, 'state');
  const url = settings.required('KEYCLOAK_URL');
  const secrets = settings.optional('SECRETS_FOLDER') ?? '/secrets';
  const context = { settings, state, url, secrets, report, learn };
  await patiently(settings.patience, report, () => attempt(context));
}

async function attempt(run: Run): Promise<void> {
  const { state } = run;
  const secret = secretOf(run, RECONCILER_CLIENT);
  const own = connectionOf(run, state.realm, RECONCILER_CLIENT, secret ?? '');
  const isLetIn = secret !== undefined && (await own.isLetIn());
  const connection = isLetIn ? own : await bootstrapped(run, own, secret);
  const resources = resourcesOf(state, run.secrets, contentOf);
  for (const { secrets = {} } of resources) for (const one of Object.values(secrets)) run.learn(one);
  const plan = await bring(run, resources, kindsOf(connection), new RealmLedger(connection));
  const [waiting] = plan.waiting;
  // The kubelet fills a volume up to a minute after the Secret is there.
  if (waiting !== undefined && run.settings.apply) {
    throw new TransientError(`client ${waiting.name} waits for ${waiting.waitsFor}`);
  }
}

/** Makes the realm and the reconciler's own client. A plan that is only shown is made with the bootstrap client's eyes. */
async function bootstrapped(run: Run, own: Connection, secret: string | undefined): Promise<Connection> {
  const { realm } = run.state;
  const file = `${run.secrets}/bootstrap/client-secret`;
  const bootstrapSecret = secretOf(run, 'bootstrap');
  if (bootstrapSecret === undefined || secret === undefined) {
    const missing = secret === undefined ? `${run.secrets}/${RECONCILER_CLIENT}/client-secret` : file;
    throw new TransientError(
      `${RECONCILER_CLIENT} is not let in to the realm ${realm}, and the file ${missing} is not there`,
    );
  }
  const clientId = run.settings.optional('BOOTSTRAP_CLIENT_ID') ?? 'bootstrap-admin';
  const bootstrap = connectionOf(run, 'master', clientId, bootstrapSecret);
  if (!(await bootstrap.isLetIn())) {
    throw new TransientError(
      `neither ${RECONCILER_CLIENT} nor ${clientId} is let in: a rotated bootstrap secret does not change the client; make a new one with \`kc.sh bootstrap-admin service\``,
    );
  }
  run.report(`${RECONCILER_CLIENT} is not let in to the realm ${realm}: ${clientId} makes it`);
  const kinds = [realmKind(bootstrap), selfKind(bootstrap)];
  await bring(run, bootstrapResources(run.state, secret), kinds, NOTHING);
  return run.settings.apply ? own : bootstrap;
}

/** Of what the bootstrap client makes nothing is ever removed. */
const NOTHING: Ledger = {
  read: () => Promise.resolve({ names: [], fingerprints: {} }),
  write: () => Promise.resolve(),
};

function bring(
  { report, settings: { apply } }: Run,
  resources: readonly Resource[],
  kinds: readonly Kind[],
  ledger: Ledger,
): Promise<Plan> {
  return reconcile({ resources, kinds, ledger, apply, report });
}

/** Kinds, each after those that it leans on. */
function kindsOf(connection: Connection): readonly Kind[] {
  return [
    realmKind(connection),
    requiredActionKind(connection),
    roleKind(connection),
    clientScopeKind(connection),
    groupKind(connection),
    clientKind(connection),
  ];
}

function connectionOf(run: Run, loginRealm: string, clientId: string, clientSecret: string): Connection {
  return new Connection({ url: run.url, loginRealm, clientId, clientSecret }, run.state.realm);
}

function secretOf({ learn, secrets }: Run, folder: string): string | undefined {
  const secret = contentOf(`${secrets}/${folder}/client-secret`);
  if (secret !== undefined) learn(secret);
  return secret;
}

void runProgram((report, learn) => run(new Settings(process.env), report, learn));
