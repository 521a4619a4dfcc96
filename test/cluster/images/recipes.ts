import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from '../../../checks/readers/read';
import { cached } from '../../control-plane/cache';
import type { Report } from '../../control-plane/go-part';
import { run } from '../session/command';

/** Images with files beside a program of ours, each with a folder under `images/`. */
export const RECIPES = [
  'static',
  'shell',
  'node',
  'openbao',
  'postgresql',
  'keycloak',
  'barman-cloud',
] as const;

/** One of them. */
export type Recipe = (typeof RECIPES)[number];

/** Folders of their OCI layouts. */
export type Layouts = Readonly<Record<Recipe, string>>;

/**
 * The layouts of these images, built now from their locks or taken from the cache when no lock has changed.
 *
 * @throws Error with what the builder says
 */
export async function buildLayouts(report: Report): Promise<Layouts> {
  const folder = await buildRecipes('images', RECIPES, report);
  const at = (name: Recipe) => join(folder, name);
  return {
    static: at('static'),
    shell: at('shell'),
    node: at('node'),
    openbao: at('openbao'),
    postgresql: at('postgresql'),
    keycloak: at('keycloak'),
    'barman-cloud': at('barman-cloud'),
  };
}

/**
 * The folder with the layouts of images of a folder with recipes; what each stands on is built with it.
 *
 * Debian keeps no version of a package for which it has a newer one. Proofs need the programs, not their digests, so
 * from then on they run with today's packages: the locks in the repository stay as they are.
 */
export async function buildRecipes(
  images: string,
  names: readonly string[],
  report: Report,
): Promise<string> {
  const locks = names.map((name) => `${name}@${lockedDigest(images, name)}`);
  return cached('layouts', locks, async (draft) => {
    report(`images: building ${names.join(', ')} …`);
    const start = Date.now();
    await build(images, draft, names).catch(async (error) => {
      if (!String(error).includes(GONE)) throw error;
      report('images: Debian has replaced a locked package; building with the packages of today …');
      await buildOfToday(images, draft, names);
    });
    report(`images: built in ${Math.round((Date.now() - start) / 1000)} s`);
  });
}

/** What images/builder/debian.py says of a package that has no download any more. */
const GONE = 'Debian removes a version from its archive';

async function buildOfToday(images: string, output: string, names: readonly string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'data-frost-images-'));
  try {
    cpSync(images, scratch, { recursive: true });
    await build(scratch, output, ['--lock', ...inOrder(scratch, names)]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The images, each after the one that it stands on: an image is locked on the digest of that one. */
function inOrder(images: string, names: readonly string[]): readonly string[] {
  const chain = (name: string): readonly string[] => {
    const base = text(lockOf(images, name), 'base.image');
    return base === undefined ? [name] : [...chain(base), name];
  };
  return [...new Set(names.flatMap(chain))];
}

async function build(images: string, output: string, args: readonly string[]): Promise<void> {
  const own = ['--images', images, '--output', output];
  await run('python3', [join('images', 'build.py'), ...own, ...args], {
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  });
}

function lockedDigest(images: string, name: string): string {
  const digest = text(lockOf(images, name), 'digest');
  if (digest === undefined) throw new Error(`${images}/${name}/lock.json must name the digest of the image`);
  return digest;
}

function lockOf(images: string, name: string): unknown {
  return JSON.parse(readFileSync(join(images, name, 'lock.json'), 'utf8'));
}
