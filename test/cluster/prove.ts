import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MEASUREMENTS_VARIABLE, measurementsIn } from './report/measurements';
import { readResults } from './report/results';
import { proofTable } from './report/table';
import { SESSION_VARIABLE, type Session } from './session/session';

/** Where a run leaves what it proved: `results.json` of Jest, `junit.xml`, and `proofs.md` with the table. */
export const REPORT_FOLDER = join('.build', 'cluster');

/**
 * Runs the proofs in a process of their own, which finds the cluster by its session, and prints what was proven.
 *
 * @param args for Jest: a proof's file, `--testNamePattern=…`
 * @returns the exit status of Jest
 */
export async function prove({ folder }: Session, args: readonly string[]): Promise<number> {
  rmSync(REPORT_FOLDER, { recursive: true, force: true });
  mkdirSync(REPORT_FOLDER, { recursive: true });
  const results = join(REPORT_FOLDER, 'results.json');
  const measurements = join(folder, 'measurements.jsonl');
  const status = await runJest([...args, '--json', `--outputFile=${results}`], {
    [SESSION_VARIABLE]: folder,
    [MEASUREMENTS_VARIABLE]: measurements,
  });
  if (!existsSync(results)) return status;
  const table = proofTable(readResults(results), measurementsIn(measurements));
  writeFileSync(join(REPORT_FOLDER, 'proofs.md'), table);
  process.stdout.write(`\n${table}`);
  return status;
}

function runJest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const config = join('test', 'cluster', 'jest.config.json');
  const child = spawn(process.execPath, [jest, '--config', config, ...args], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? 1)).once('error', reject);
  });
}
