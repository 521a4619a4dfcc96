import { resolve } from '../../values/parse';
import { patiently } from '../engine/patience';
import { runProgram } from '../engine/program';
import { reconcile } from '../engine/reconcile';
import type { Report } from '../engine/report';
import { contentOf, Settings } from '../engine/settings';
import { logIn, VaultClient } from './client';
import { workloadKinds } from './kinds';
import { VaultLedger } from './ledger';
import { peopleKinds } from './oidc-kinds';
import { VAULT_MOUNTS, VAULT_RECONCILE } from './policies';
import { markServed } from './record';
import { resourcesOf } from './resources';
import { type VaultState, vaultState } from './state';

/**
 * Brings a vault to what STATE_FILE says: `VAULT_URL`, `TOKEN_FILE` (of a ServiceAccount that may log in as
 * `vault-reconcile`) or VAULT_TOKEN_FILE (of the vault itself, for a person), `APPLY`, `DEADLINE_SECONDS`. With `RECORD` and
 * `POD_NAMESPACE` the ConfigMap of the vault's beginning is marked before anything is written.
 */
async function run(settings: Settings, report: Report, learn: (secret: string) => void): Promise<void> {
  const state = resolve(vaultState, settings.state, 'state');
  const url = settings.required('VAULT_URL');
  await patiently(settings.patience, report, async () => {
    const given = settings.optional('VAULT_TOKEN_FILE');
    const token = given === undefined ? await loggedIn(settings, url, learn) : secretIn(given, learn);
    const client = new VaultClient(url, token);
    try {
      if (settings.apply && settings.optional('RECORD') !== undefined) await markServed(settings);
      await bring(client, state, settings, report, learn);
    } finally {
      // A token that cannot be revoked ends by itself within the hour.
      if (given === undefined) await client.write('auth/token/revoke-self', {}).catch(() => undefined);
    }
  });
}

async function bring(
  client: VaultClient,
  state: VaultState,
  { apply }: Settings,
  report: Report,
  learn: (secret: string) => void,
): Promise<void> {
  const resources = resourcesOf(state, VAULT_MOUNTS, contentOf);
  for (const secret of resources.flatMap(({ secrets = {} }) => Object.values(secrets))) learn(secret);
  const kinds = [...workloadKinds(client, VAULT_MOUNTS), ...peopleKinds(client, VAULT_MOUNTS)];
  const ledger = new VaultLedger(client, VAULT_MOUNTS.kv);
  await reconcile({ resources, kinds, ledger, apply, report });
}

async function loggedIn(settings: Settings, url: string, learn: (secret: string) => void): Promise<string> {
  const jwt = secretIn(settings.required('TOKEN_FILE'), learn);
  const token = await logIn({ url, mount: VAULT_MOUNTS.kubernetes, role: VAULT_RECONCILE, jwt });
  learn(token);
  return token;
}

function secretIn(file: string, learn: (secret: string) => void): string {
  const secret = contentOf(file);
  if (secret === undefined) throw new Error(`${file} must hold a token, got nothing`);
  learn(secret);
  return secret;
}

void runProgram((report, learn) => run(new Settings(process.env), report, learn));
