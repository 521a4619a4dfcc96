import fs from 'node:fs';
import { emit, type Recovery, recover } from '../../synth/emit';
import { EVERYTHING } from '../../synth/plan';
import { type Fault, FaultsError } from '../../values/fault';
import { type Call, dieIn, refusal, watched } from './fault-injection';
import { filesOf, type Tree } from './project';

/** A run in a process of its own: what to write, and what befalls it at which file-system call. */
export interface Task {
  readonly project: string;
  /** Absent: only recover what was interrupted. */
  readonly tree?: Tree;
  /** The call that the system refuses, with EIO. */
  readonly failAt?: number;
  /** The call in which the process is killed. */
  readonly killAt?: number;
  /** Whether, at its commit point, the process says `held` and waits for its standard input to end. */
  readonly hold?: boolean;
}

/** What became of it. */
export interface Report {
  readonly calls: number;
  readonly recovered?: Recovery | undefined;
  readonly faults?: readonly Fault[];
}

function run({ project, tree, ...task }: Task): Report {
  let calls = 0;
  try {
    const recovered = watched(
      (call) => {
        calls = call.number;
        if (call.number === task.killAt) dieIn(call);
        if (call.number === task.failAt) throw refusal(call, 'EIO');
        if (task.hold === true && isCommit(call)) hold();
      },
      () => (tree === undefined ? recover(project) : emit(project, filesOf(tree), EVERYTHING).recovered),
    );
    return { calls, recovered };
  } catch (error) {
    if (error instanceof FaultsError) return { calls, faults: error.faults };
    throw error;
  }
}

function isCommit({ name, args }: Call): boolean {
  return name === 'renameSync' && String(args[1]).endsWith('/.synth/committed');
}

function hold(): void {
  fs.writeSync(1, 'held\n');
  fs.readFileSync(0);
}

const task: Task = JSON.parse(process.argv[2] ?? '');
fs.writeSync(1, JSON.stringify(run(task)));
