import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../cluster/commands';
import { record } from './record';
import { identitySubject } from './subject';

/** Writes `docs/drills.md` from what the run proved. */
const RECORD = '--record';

/** The half that every change is proven by: the cold start, sign-on and one accident. */
const QUICK = ['--quick', '/proofs/(cold-start|sign-on|vault-leader)'] as const;

async function run(given: readonly string[]): Promise<number> {
  // Proofs here take power and cables away, so they are never run on a cluster of somebody else's.
  delete process.env['KUBECONFIG'];
  const args = given.filter((arg) => arg !== RECORD).map((arg) => (arg === QUICK[0] ? QUICK[1] : arg));
  const status = await main(identitySubject, args);
  const table = join('.build', identitySubject.name, 'proofs.md');
  if (given.includes(RECORD) && existsSync(table)) record(readFileSync(table, 'utf8'), new Date());
  return status;
}

run(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
