import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { synthesize } from '../app';
import { privateUrl } from '../environments/entry';
import type { Environment } from '../environments/environment';
import { inventory } from '../environments/inventory';
import { type Product, type RenderedReconciler, reconcilersOf } from './rendered-reconcilers';
import { terminal } from './terminal';

interface ReconcileOptions {
  readonly plan: string;
  readonly apply?: true;
  readonly product?: Product;
  readonly vaultUrl?: string;
  readonly vaultTokenFile?: string;
  readonly serviceAccountTokenFile?: string;
  readonly keycloakUrl?: string;
  readonly secrets?: string;
  readonly ca?: string;
  readonly deadline: string;
}

/** `npm run reconcile`: shows what the reconcilers of an environment would change on the live servers. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      "Show what an environment's vault and Keycloak lack of what the code says; write only with --apply",
    )
    .requiredOption('--plan <environment>', 'the environment whose plan is shown')
    .option('--apply', 'carry the plan out once it is shown')
    .addOption(new Option('--product <name>', 'only this product').choices(['vault', 'keycloak']))
    .option('--vault-url <url>', 'where the vault answers; default: https://vault.internal.<domain>')
    .option('--vault-token-file <file>', "file with a token of the vault's own")
    .option(
      '--service-account-token-file <file>',
      'file with a token of the ServiceAccount vault-reconcile (kubectl create token --audience=openbao), in its place',
    )
    .option('--keycloak-url <url>', 'where Keycloak answers; default: https://id.internal.<domain>')
    .option(
      '--secrets <folder>',
      'folder with <client>/client-secret of data-frost-reconciler or bootstrap, and of the clients',
    )
    .option('--ca <file>', 'file with the authority that signed the certificates of both')
    .option('--deadline <seconds>', 'how long a server may be away', '30')
    .action(reconcile);
}

function reconcile(options: ReconcileOptions): void {
  terminal.progress('rendering');
  const { clusters, manifests } = synthesize(inventory);
  const reconcilers = reconcilersOf(manifests, options.plan, options.product);
  const environments = clusters.flatMap((cluster) => cluster.environments);
  const environment = environments.find(({ name }) => name === options.plan);
  terminal.clear();
  for (const reconciler of reconcilers) {
    terminal.print(terminal.colours.bold(`${options.plan}/${reconciler.product}`));
    if (run(reconciler, variablesOf(reconciler.product, environment, options)) !== 0) process.exitCode = 1;
  }
}

/** What the program is told; no secret is among it, only where each lies. */
function variablesOf(
  product: Product,
  environment: Environment | undefined,
  options: ReconcileOptions,
): Readonly<Record<string, string>> {
  const file = (name: string, path: string | undefined) =>
    path === undefined ? {} : { [name]: resolve(path) };
  const server =
    product === 'vault'
      ? {
          VAULT_URL: options.vaultUrl ?? environment?.vault?.consoleUrl ?? '',
          ...file('VAULT_TOKEN_FILE', options.vaultTokenFile),
          ...file('TOKEN_FILE', options.serviceAccountTokenFile),
        }
      : { KEYCLOAK_URL: options.keycloakUrl ?? adminUrlOf(environment) };
  return {
    ...server,
    ...file('SECRETS_FOLDER', options.secrets),
    ...file('NODE_EXTRA_CA_CERTS', options.ca),
    APPLY: String(options.apply === true),
    DEADLINE_SECONDS: options.deadline,
  };
}

function adminUrlOf(environment: Environment | undefined): string {
  const { host, keycloak } = environment ?? {};
  return host === undefined || keycloak === undefined ? '' : privateUrl(host, keycloak.adminHostname);
}

/** Runs the very program of the cluster, so that the plan is the one that it would carry out. */
function run({ program, state }: RenderedReconciler, variables: Readonly<Record<string, string>>): number {
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-reconcile-'));
  try {
    const [main, stateFile] = [join(folder, 'program.js'), join(folder, 'state.json')];
    writeFileSync(main, program);
    writeFileSync(stateFile, state);
    const env = { ...variables, STATE_FILE: stateFile };
    return spawnSync(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
