import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { synthesize } from '../app';
import { Kubectl } from '../bootstrap/kubectl';
import { inventory } from '../environments/inventory';
import { FaultsError } from '../values/fault';
import { type Given, surroundingsOf } from './pod-surroundings';
import { type Product, type RenderedReconciler, reconcilersOf } from './rendered-reconcilers';
import { terminal } from './terminal';

interface ReconcileOptions extends Omit<Given, 'url'> {
  readonly plan: string;
  readonly apply?: true;
  readonly product?: Product;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly vaultUrl?: string;
  readonly keycloakUrl?: string;
  readonly deadline: string;
}

const HELP = `
It runs the very program that runs in the cluster, with what kubectl gets of what its pod has: the Secrets of the clients,
a token of its ServiceAccount, the authority of the certificates, and a port-forward to the server. So it needs a
kubeconfig that may do that in <environment>-vault and <environment>-keycloak, and nothing else. What is given by an option
is not asked for. No secret is printed or kept.

  npm run reconcile -- --plan production
  npm run reconcile -- --plan production --product vault --vault-url "$BAO_ADDR" --vault-token-file token --ca ca.crt
`;

/** `npm run reconcile`: shows what the reconcilers of an environment would change on the live servers. */
export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      "Show what an environment's vault and Keycloak lack of what the code says; write only with --apply",
    )
    .requiredOption('--plan <environment>', 'the environment whose plan is shown')
    .option('--apply', 'carry the plan out once it is shown')
    .addOption(new Option('--product <name>', 'only this product').choices(['vault', 'keycloak']))
    .option('--kubeconfig <file>', 'cluster of the servers, as kubectl takes it')
    .option('--context <name>', 'context within the kubeconfig')
    .option('--vault-url <url>', 'where the vault answers, in the place of a port-forward')
    .option('--vault-token-file <file>', "file with a token of the vault's own, in the place of a login")
    .option('--service-account-token-file <file>', 'file with a token of the ServiceAccount vault-reconcile')
    .option('--keycloak-url <url>', 'where Keycloak answers, in the place of a port-forward')
    .option(
      '--secrets <folder>',
      'folder with <client>/client-secret of data-frost-reconciler or bootstrap, and of the clients',
    )
    .option('--ca <file>', 'file with the authority that signed the certificates of both')
    .option('--deadline <seconds>', 'how long a server may be away', '30')
    .addHelpText('after', HELP)
    .action(reconcile);
}

async function reconcile(options: ReconcileOptions): Promise<void> {
  terminal.progress('rendering');
  const { manifests } = synthesize(inventory);
  const reconcilers = reconcilersOf(manifests, options.plan, options.product);
  terminal.clear();
  for (const reconciler of reconcilers) {
    terminal.print(terminal.colours.bold(`${options.plan}/${reconciler.product}`));
    try {
      if ((await run(reconciler, options)) !== 0) process.exitCode = 1;
    } catch (error) {
      if (error instanceof FaultsError) throw error;
      terminal.fail(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Runs the very program of the cluster, so that the plan is the one that it would carry out. */
async function run(reconciler: RenderedReconciler, options: ReconcileOptions): Promise<number> {
  const { kubeconfig, context, vaultUrl, keycloakUrl, ...given } = options;
  const kubectl = new Kubectl([
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
  ]);
  const url = reconciler.product === 'vault' ? vaultUrl : keycloakUrl;
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-reconcile-'));
  const ends = [() => rmSync(folder, { recursive: true, force: true })];
  const end = () => {
    for (const one of ends.splice(0)) one();
  };
  const stop = () => process.exit(130);
  process.once('exit', end).once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const surroundings = await surroundingsOf(reconciler, folder, { ...given, url }, kubectl);
    ends.push(surroundings.end);
    const [main, stateFile] = [join(folder, 'program.js'), join(folder, 'state.json')];
    writeFileSync(main, reconciler.program);
    writeFileSync(stateFile, surroundings.state);
    return await ended(main, {
      ...surroundings.variables,
      STATE_FILE: stateFile,
      APPLY: String(options.apply === true),
      DEADLINE_SECONDS: options.deadline,
    });
  } finally {
    end();
    process.off('exit', end).off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function ended(program: string, env: Readonly<Record<string, string>>): Promise<number> {
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
