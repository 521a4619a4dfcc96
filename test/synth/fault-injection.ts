import fs from 'node:fs';

/** A call of a synchronous function of `node:fs`, before it is made. */
export interface Call {
  /** 1 for the first call of the work. */
  readonly number: number;
  /** `renameSync` */
  readonly name: string;
  readonly args: readonly unknown[];
  /** Makes the call, unwatched, with these arguments instead. */
  readonly make: (...args: unknown[]) => unknown;
}

/**
 * Does work and has `before` called before each of its file-system calls. Whatever `before` throws, the call
 * throws; calls within a call, and those that `before` makes, are not watched.
 */
export function watched<T>(before: (call: Call) => void, work: () => T): T {
  const originals = new Map<string, unknown>();
  let number = 0;
  let within = false;
  for (const name of Object.keys(fs).filter((key) => key.endsWith('Sync'))) {
    const original: unknown = Reflect.get(fs, name);
    if (typeof original !== 'function') continue;
    const make = (...args: unknown[]): unknown => Reflect.apply(original, fs, args);
    originals.set(name, original);
    Reflect.set(fs, name, (...args: unknown[]) => {
      if (within) return make(...args);
      within = true;
      number += 1;
      try {
        before({ number, name, args, make });
        return make(...args);
      } finally {
        within = false;
      }
    });
  }
  try {
    return work();
  } finally {
    for (const [name, original] of originals) Reflect.set(fs, name, original);
  }
}

/** What the system throws when it refuses a call. */
export function refusal({ name, args }: Pick<Call, 'name' | 'args'>, code: string): Error {
  const syscall = name.replace(/Sync$/, '');
  const [path, dest] = args.filter((arg) => typeof arg === 'string');
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall, path, dest });
}

/** Ends this process in the middle of a call: a write or a removal of several files is half done. */
export function dieIn({ name, args, make }: Call): void {
  const [path, text] = args;
  if (name === 'writeFileSync' && typeof text === 'string') make(path, text.slice(0, text.length / 2));
  if (name === 'rmSync' && typeof path === 'string' && fs.existsSync(path)) {
    fs.rmSync(`${path}/${fs.readdirSync(path)[0]}`, { recursive: true });
  }
  process.kill(process.pid, 'SIGKILL');
}
