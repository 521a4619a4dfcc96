import { readFileSync } from 'node:fs';
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
  const locks = RECIPES.map((name) => `${name}@${lockedDigest(name)}`);
  const folder = await cached('layouts', locks, async (draft) => {
    report(`images: building ${RECIPES.join(', ')} …`);
    const start = Date.now();
    await run('python3', [join('images', 'build.py'), '--output', draft, ...RECIPES], {
      env: { PYTHONDONTWRITEBYTECODE: '1' },
    });
    report(`images: built in ${Math.round((Date.now() - start) / 1000)} s`);
  });
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

function lockedDigest(name: Recipe): string {
  const digest = text(JSON.parse(readFileSync(join('images', name, 'lock.json'), 'utf8')), 'digest');
  if (digest === undefined) throw new Error(`images/${name}/lock.json must name the digest of the image`);
  return digest;
}
