import { freemem } from 'node:os';
import { readDist } from '../admission/documents';
import { customResourceDefinitions } from '../control-plane/crds';
import { freePort } from '../control-plane/free-port';
import { applicationsIn } from './argo-cd/applications';
import { buildPrograms, PARTS_BESIDE_A_CLUSTER, type PartName, program } from './build/programs';
import { type Cluster, writeOuterKubeconfig } from './cluster';
import { onGiven } from './given/run';
import { writeArchive } from './images/layout';
import {
  BESIDE_A_CLUSTER,
  demandInotify,
  demandMachine,
  FOR_A_CLUSTER,
  installMissing,
} from './machine/requirements';
import { API_SERVER_PORT } from './nodes/plan';
import { applyRoot, type PlatformInput, startBare, startPlatform, tellHealth } from './platform';
import { conclude, forgetReports, ON_OWN_WORKERS, prove, shareOfGiven } from './prove';
import { cleanUp, cleanUpDead, end } from './session/clean-up';
import { enterSession } from './session/enter';
import { createSession, sessionIn } from './session/session';
import { openInnerEnd, openOuterEnd } from './session/tunnel';
import type { Subject } from './subject';

const USAGE = `usage: up       start the cluster, sync dist/ and keep it until Ctrl-C
       up bare  the same without Argo CD and dist/
       test     prove everything, on two clusters at once where the memory allows it
       test …   the same on one cluster; what follows goes to jest. Both take the cluster that KUBECONFIG names
       images FILE  write the stand-ins for the images of dist/, for a cluster that KUBECONFIG names
       clean    end every cluster and remove what killed ones left behind`;

/** What a cluster takes of memory at most, in bytes. */
const CLUSTER_MEMORY = 4 * 2 ** 30;

/** The command line of the harness; returns the exit status. */
export async function main(subject: Subject, [command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'up':
      return up(subject, args[0] === 'bare' ? 'bare' : 'synced');
    case 'test':
      return test(subject, args, process.env['KUBECONFIG']);
    case 'images':
      return images(subject, args[0] ?? 'images.tar');
    case 'clean':
      return clean();
    case 'inside':
      return inside(subject, args);
    default:
      report(USAGE);
      return 2;
  }
}

async function up(subject: Subject, state: 'bare' | 'synced'): Promise<number> {
  await prepare(subject);
  const port = await freePort();
  return enterSession(['up', state, String(port)], {
    alongside: (session) => openOuterEnd(session, port),
  });
}

async function test(subject: Subject, args: readonly string[], kubeconfig = ''): Promise<number> {
  forgetReports(subject);
  return kubeconfig === '' ? testOnOwn(subject, args) : testOnGiven(subject, args, kubeconfig);
}

async function testOnOwn(subject: Subject, args: readonly string[]): Promise<number> {
  const whole = { name: 'all', args };
  const parts = subject.shares ?? [];
  const together = args.length === 0 && parts.length > 0 && freemem() >= parts.length * CLUSTER_MEMORY;
  const shares = together ? parts : [whole];
  await prepare(subject, shares.length);
  const statuses = await Promise.all(
    shares.map((share) => {
      const marks = shares.length > 1 ? { mark: `${share.name}: ` } : {};
      return enterSession(['test', share.name, ...share.args], marks);
    }),
  );
  conclude(subject, shares);
  return Math.max(...statuses);
}

async function testOnGiven(subject: Subject, args: readonly string[], kubeconfig: string): Promise<number> {
  await installMissing(BESIDE_A_CLUSTER, report);
  report(`proving on the cluster that KUBECONFIG names: ${kubeconfig}`);
  const share = shareOfGiven(args);
  const given = await input(subject, PARTS_BESIDE_A_CLUSTER);
  const status = await onGiven(kubeconfig, given, (session) => prove(given, session, share), report);
  conclude(subject, [share], ON_OWN_WORKERS);
  return status;
}

async function images(subject: Subject, file: string): Promise<number> {
  const given = await input(subject, ['standIn']);
  const session = createSession();
  try {
    await writeArchive(await subject.images(session, given), session.folder, file);
  } finally {
    await end(session);
  }
  report(`${file}: for kind load image-archive, k3d image import or ctr --namespace k8s.io images import`);
  return 0;
}

async function clean(): Promise<number> {
  demandMachine();
  const ended = await cleanUp();
  report(ended.length === 0 ? 'nothing was left' : `removed: ${ended.map(({ name }) => name).join(', ')}`);
  return 0;
}

/**
 * All that needs the network or changes the machine: packages, programs, definitions.
 *
 * @param clusters how many are to run at once
 */
async function prepare(subject: Subject, clusters = 1): Promise<void> {
  demandMachine();
  for (const { name } of await cleanUpDead()) report(`removed what ${name} left behind`);
  demandInotify(clusters);
  await installMissing(FOR_A_CLUSTER, report);
  await subject.prepare?.(report);
  await input(subject);
}

async function input(subject: Subject, parts: readonly PartName[] = subject.parts): Promise<PlatformInput> {
  const tree = subject.tree();
  const definitions = await customResourceDefinitions(report);
  const programs = await buildPrograms(parts, report);
  return { ...tree, subject, programs, definitions };
}

async function inside(subject: Subject, [folder = '', command, ...args]: readonly string[]): Promise<number> {
  const session = sessionIn(folder);
  const given = await input(subject);
  const [state, port] = args;
  if (command === 'up' && state === 'bare')
    return keep(given, await startBare(session, given, report), [], Number(port));
  const cluster = await startPlatform(session, given, report);
  await applyRoot(cluster, given, report);
  const objects = readDist(given.dist).map(({ object }) => object);
  const names = applicationsIn(objects);
  if (command === 'up') return keep(given, cluster, names, Number(port));
  await tellHealth(cluster, given.subject, names, report);
  const [share = '', ...rest] = args;
  return prove(given, session, { name: share, args: rest });
}

/** @param names Applications of which is told when all are Synced and Healthy */
async function keep(
  given: PlatformInput,
  cluster: Cluster,
  names: readonly string[],
  port: number,
): Promise<number> {
  const { session } = cluster;
  await openInnerEnd(session, cluster.plan.controlPlane[0], API_SERVER_PORT);
  const kubeconfig = writeOuterKubeconfig(cluster, port);
  const ended = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  report(`export KUBECONFIG=${kubeconfig}`);
  report(
    `kubectl: ${program(cluster.programs, 'kubernetes', 'kubectl')}; logs: ${session.folder}; Ctrl-C ends it all`,
  );
  await Promise.race([ended, names.length === 0 ? ended : tellHealth(cluster, given.subject, names, report)]);
  await ended;
  return 0;
}

/** Each line with the seconds since this process started. */
function report(line: string): void {
  process.stdout.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} ${line}\n`);
}
