import fs from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../../synth/lock';
import { FaultsError } from '../../values/fault';

/** Takes and releases a lock many times, as fast as it can, in a process of its own. */
export interface Contest {
  readonly scratch: string;
  /** How often to take the lock. */
  readonly rounds: number;
  /** The round in which the process is killed while it holds the lock. */
  readonly killIn?: number;
}

const { scratch, rounds, killIn }: Contest = JSON.parse(process.argv[2] ?? '');
const inside = join(scratch, 'inside');

for (let round = 0; round < rounds; ) {
  try {
    const release = takeLock(scratch);
    // Fails, and with it the process, where another is inside.
    fs.mkdirSync(inside);
    fs.rmdirSync(inside);
    if (round === killIn) process.kill(process.pid, 'SIGKILL');
    release();
    round++;
  } catch (error) {
    if (!(error instanceof FaultsError)) throw error;
  }
}
