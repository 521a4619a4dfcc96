import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

export const PROJECT = join(__dirname, '../..');

/** Longest time that a few bundles may take on a busy machine. */
export const BUNDLING_MILLISECONDS = 120_000;

/** What a command left behind. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const folders: string[] = [];

/** A temporary folder; removed by {@link removeFolders}. */
export function newFolder(parent = realpathSync(tmpdir())): string {
  const folder = mkdtempSync(join(parent, 'commands-'));
  folders.push(folder);
  return folder;
}

/** For `afterAll`. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The command line as `npm run synth` bundles it, with an inventory of `inventories/` in the place of the real one. */
export async function bundleOf(inventory?: string): Promise<string> {
  // Below the project, as the real one is: it finds esbuild and the programs that it bundles upwards.
  mkdirSync(join(PROJECT, '.build'), { recursive: true });
  const outfile = join(newFolder(join(PROJECT, '.build')), 'main.js');
  await build({
    entryPoints: [join(PROJECT, 'commands/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['esbuild'],
    outfile,
    logLevel: 'error',
    plugins: [
      {
        name: 'inventory',
        setup({ onResolve }) {
          onResolve({ filter: /\/environments\/inventory$/ }, ({ importer }) =>
            inventory !== undefined && importer === join(PROJECT, 'commands/synth.ts')
              ? { path: join(__dirname, 'inventories', `${inventory}.ts`) }
              : undefined,
          );
        },
      },
    ],
  });
  return outfile;
}

/** What the surroundings say about colour, as a plain shell has it. */
const PLAIN = { NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined, TERM: 'xterm-256color' };

/** Runs a bundle in a folder, without a terminal. */
export function run(
  bundle: string,
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Run {
  return finished(process.execPath, [bundle, ...args], folder, env);
}

/** Runs a bundle on a terminal of its own, where output and errors are one (`script` of util-linux). */
export function runOnTerminal(
  bundle: string,
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Run {
  const command = [process.execPath, bundle, ...args].map((word) => `'${word}'`).join(' ');
  return finished('script', ['-qec', command, '/dev/null'], folder, env);
}

/** Runs any program to its end. */
export function finished(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Run {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...PLAIN, ...env },
  });
  if (error !== undefined) throw error;
  return { code: status, stdout: visible(stdout), stderr: visible(stderr) };
}

/** The escape character as a letter that patterns may hold. */
function visible(text: string): string {
  return text.replaceAll('\u001b', '␛');
}

export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
