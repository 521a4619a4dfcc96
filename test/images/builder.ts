import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The images of the repository, those that others stand on included. */
export const IMAGES = 'images';
/** Where `images/build.py` puts layouts unless told otherwise. */
export const LAYOUTS = '.build/images';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The part of `lock.json` that the tests read. */
interface Lock {
  readonly digest: string;
}

/** Runs `images/build.py`; `environment` is added to that of the tests. */
export function build(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...environment };
  return new Promise((resolve) => {
    execFile('python3', ['images/build.py', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

/** Builds an image from its lock, unless that is done already, and names the folder of its layout. */
export async function built(name: string): Promise<string> {
  const { code, stderr } = await build([name]);
  if (code !== 0) throw new Error(stderr);
  return join(LAYOUTS, name);
}

export function imageNames(): readonly string[] {
  return readdirSync(IMAGES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(IMAGES, entry.name)).includes('image.toml'))
    .map(({ name }) => name)
    .sort();
}

/** The digest that a literal of an environment pins. */
export function lockedDigest(name: string): string {
  const lock: Lock = JSON.parse(readFileSync(join(IMAGES, name, 'lock.json'), 'utf8'));
  return lock.digest;
}
