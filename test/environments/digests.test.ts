import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '../sources';

const IMAGES = join(__dirname, '../../images');

/** Every image that a literal of `environments/` pins. */
const pinned = sources
  // Those of images.ts are built by others.
  .filter(({ path }) => path.startsWith('environments/') && path !== 'environments/images.ts')
  .flatMap(({ path, text }) =>
    [...text.matchAll(/'([^'@\s]+?)(?::[\w.-]+)?@(sha256:[0-9a-f]{64})'/g)].map(
      ([, name = '', digest = '']) => ({
        name,
        digest,
        place: `${path}: ${name}`,
      }),
    ),
  );

/** The digest that the build of an image gave. */
function builtDigest(name: string): unknown {
  const lock = join(IMAGES, name, 'lock.json');
  return existsSync(lock) ? JSON.parse(readFileSync(lock, 'utf8')).digest : 'never built';
}

test('every environment pins images', () => {
  const files = ['development', 'staging', 'production'].map((name) => `environments/${name}.ts`);
  expect([...new Set(pinned.map(({ place }) => place.split(':')[0]))].sort()).toEqual(files.sort());
});

test('the digest of every image is the one that its build gave', () => {
  expect(pinned.map(({ place, digest }) => `${place} ${digest}`)).toEqual(
    pinned.map(({ place, name }) => `${place} ${builtDigest(name)}`),
  );
});
