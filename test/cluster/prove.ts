import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformInput } from './platform';
import { MEASUREMENTS_VARIABLE, measurementsIn } from './report/measurements';
import { readResults } from './report/results';
import { proofTable } from './report/table';
import { SESSION_VARIABLE, type Session } from './session/session';
import type { Proofs, Share } from './subject';

/** Where a run leaves what it proved: `proofs.md` with the table, and a folder a share. */
function reportFolder({ name }: Proofs): string {
  return join('.build', name);
}

/** Groups of proofs that cut power and cables, or use addresses of the node network: of the harness's own workers alone. */
export const ON_OWN_WORKERS = ['network', 'scheduling-sizes', 'scheduling-worker-lost'] as const;

/** What a cluster that was given can prove: without those groups, and without the tests of the harness itself. */
export function shareOfGiven(args: readonly string[]): Share {
  const groups = ON_OWN_WORKERS.map((group) => `/proofs/${group}\\.test\\.ts$`);
  const ignored = ['test/cluster/(?!proofs/)', ...groups].join('|');
  return { name: 'given', args: [...args, `--testPathIgnorePatterns=${ignored}`] };
}

/** Removes what an earlier run left. */
export function forgetReports(subject: Proofs): void {
  rmSync(reportFolder(subject), { recursive: true, force: true });
}

/**
 * Runs a share of the proofs in a process of their own, which finds the cluster by its session.
 *
 * @returns the exit status of Jest
 */
export function prove(
  { subject, dist }: Pick<PlatformInput, 'subject' | 'dist'>,
  { folder }: Session,
  { name, args }: Share,
): Promise<number> {
  const reports = join(reportFolder(subject), name);
  mkdirSync(reports, { recursive: true });
  return runJest(subject, [...args, '--json', `--outputFile=${join(reports, 'results.json')}`], {
    [SESSION_VARIABLE]: folder,
    DIST: dist,
    [MEASUREMENTS_VARIABLE]: join(reports, 'measurements.jsonl'),
    JEST_JUNIT_OUTPUT_FILE: join(reports, 'junit.xml'),
  });
}

/**
 * Prints what the shares proved, and keeps it.
 *
 * @param left groups that could not be run
 */
export function conclude(subject: Proofs, shares: readonly Share[], left: readonly string[] = []): void {
  const folders = shares.map(({ name }) => join(reportFolder(subject), name));
  const read = folders
    .map((folder) => join(folder, 'results.json'))
    .filter((file) => existsSync(file))
    .map((file) => readResults(file));
  const results = {
    results: read.flatMap((one) => one.results),
    broken: read.flatMap((one) => one.broken),
  };
  const measurements = folders.flatMap((folder) => measurementsIn(join(folder, 'measurements.jsonl')));
  const table = proofTable(results, measurements, subject.neverProven, left);
  mkdirSync(reportFolder(subject), { recursive: true });
  writeFileSync(join(reportFolder(subject), 'proofs.md'), table);
  process.stdout.write(`\n${table}`);
}

function runJest(
  { name }: Proofs,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const config = join('test', name, 'jest.config.json');
  const child = spawn(process.execPath, [jest, '--config', config, ...args], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  // Ctrl-C reaches it by itself.
  const stop = () => void child.kill('SIGINT');
  process.on('SIGTERM', stop);
  return new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? 1)).once('error', reject);
  }).finally(() => process.off('SIGTERM', stop));
}
