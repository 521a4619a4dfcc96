import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/** Programs that run in the cluster: name, and the file that begins it. */
const ENTRIES = {
  keycloak: 'reconcilers/keycloak/main.ts',
  vault: 'reconcilers/vault/main.ts',
  restarts: 'reconcilers/restarts/main.ts',
  'may-initialise': 'reconcilers/vault/may-initialise.ts',
} as const;

export type ProgramName = keyof typeof ENTRIES;

/** A ConfigMap holds 1 MiB with its keys and metadata. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
const MOST_BYTES = 1_000_000;

let programs: ReadonlyMap<string, string> | undefined;

/**
 * The text of a program: one file for Node 20 and later that needs nothing beside it. All are bundled at the first call of
 * a process; the same sources give the same bytes.
 *
 * @throws Error when a ConfigMap cannot hold it
 */
export function programText(name: ProgramName): string {
  programs ??= bundled();
  const text = programs.get(name) ?? '';
  const bytes = Buffer.byteLength(text);
  if (bytes > 0 && bytes <= MOST_BYTES) return text;
  throw new Error(`the program ${name} must have 1 to ${MOST_BYTES} bytes to fit a ConfigMap, got ${bytes}`);
}

/** The first ten digits of a text's SHA-256, for names that change with their content. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

function bundled(): ReadonlyMap<string, string> {
  const { outputFiles } = buildSync({
    absWorkingDir: projectFolder(),
    entryPoints: Object.entries(ENTRIES).map(([out, file]) => ({ in: file, out })),
    outdir: '.build/programs',
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  });
  const names = Object.keys(ENTRIES);
  return new Map(
    outputFiles.flatMap(({ path, text }) =>
      names.filter((name) => path.endsWith(`/${name}.js`)).map((name) => [name, text] as const),
    ),
  );
}

/** The nearest folder upwards that holds the sources: this file runs from them, or from a bundle below `.build`. */
function projectFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, ENTRIES.vault))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`the sources of the programs must lie above ${__dirname}`);
    folder = parent;
  }
  return folder;
}
