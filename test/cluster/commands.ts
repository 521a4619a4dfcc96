import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { readDist } from '../admission/documents';
import { customResourceDefinitions } from '../control-plane/crds';
import { freePort } from '../control-plane/free-port';
import { applicationsIn, awaitSynced, describeState } from './argo-cd/applications';
import { buildPrograms, program } from './build/programs';
import { type Cluster, writeOuterKubeconfig } from './cluster';
import { demandMachine, installMissing } from './machine/requirements';
import { API_SERVER_PORT } from './nodes/plan';
import { applyRoot, type PlatformInput, startPlatform } from './platform';
import { prove } from './prove';
import { cleanUp, cleanUpDead } from './session/clean-up';
import { enterSession } from './session/enter';
import { sessionIn } from './session/session';
import { openInnerEnd, openOuterEnd } from './session/tunnel';

const USAGE = `usage: up      start the cluster, sync dist/ and keep it until Ctrl-C
       test …  start the cluster and run the proofs in it; what follows goes to jest
       clean   end every cluster and remove what killed ones left behind`;

/** The command line of the harness; returns the exit status. */
export async function main([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'up':
      return up();
    case 'test':
      await prepare();
      return enterSession([command, ...args]);
    case 'clean':
      return clean();
    case 'inside':
      return inside(args);
    default:
      report(USAGE);
      return 2;
  }
}

async function up(): Promise<number> {
  await prepare();
  const port = await freePort();
  return enterSession(['up', String(port)], (session) => openOuterEnd(session, port));
}

async function clean(): Promise<number> {
  demandMachine();
  const ended = await cleanUp();
  report(ended.length === 0 ? 'nothing was left' : `removed: ${ended.map(({ name }) => name).join(', ')}`);
  return 0;
}

/** All that needs the network or changes the machine: packages, programs, definitions. */
async function prepare(): Promise<void> {
  demandMachine();
  for (const { name } of await cleanUpDead()) report(`removed what ${name} left behind`);
  await installMissing(report);
  await input();
}

async function input(): Promise<PlatformInput> {
  const [literal] = resolveInventory(inventory);
  if (literal === undefined) throw new Error('environments/inventory.ts must have a cluster');
  const definitions = await customResourceDefinitions(report);
  return { literal, dist: process.env['DIST'] ?? 'dist', programs: await buildPrograms(report), definitions };
}

async function inside([folder = '', command, ...args]: readonly string[]): Promise<number> {
  const session = sessionIn(folder);
  const given = await input();
  const cluster = await startPlatform(session, given, report);
  await applyRoot(cluster, given.literal, given.dist);
  report('root.yaml is applied');
  return command === 'test' ? prove(session, args) : keep(cluster, given.dist, Number(args[0]));
}

async function keep(cluster: Cluster, dist: string, port: number): Promise<number> {
  const { session } = cluster;
  await openInnerEnd(session, cluster.plan.controlPlane[0], API_SERVER_PORT);
  const kubeconfig = writeOuterKubeconfig(cluster, port);
  const ended = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  report(`export KUBECONFIG=${kubeconfig}`);
  report(
    `kubectl: ${program(cluster.programs, 'kubernetes', 'kubectl')}; logs: ${session.folder}; Ctrl-C ends it all`,
  );
  const objects = readDist(dist).map(({ object }) => object);
  const synced = awaitSynced(cluster.client, applicationsIn(objects)).then(
    (states) => report(states.map(describeState).join('\n')),
    (error) => report(error.message),
  );
  await Promise.race([ended, synced]);
  await ended;
  return 0;
}

/** Each line with the seconds since this process started. */
function report(line: string): void {
  process.stdout.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} ${line}\n`);
}
