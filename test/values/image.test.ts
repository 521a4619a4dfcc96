import fc from 'fast-check';
import { isPinned, isPinnedName, isRepository } from '../../values/image';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  `iris@${DIGEST}`,
  `models/iris@${DIGEST}`,
  `models/iris:1.2.0@${DIGEST}`,
  `quay.io/keycloak/keycloak:26.8.0@${DIGEST}`,
  `registry.example.com:5000/data-frost/iris_batch@${DIGEST}`,
  `localhost:5000/a/b/c/d@${DIGEST}`,
])('%s is pinned', (reference) => {
  expect(isPinned(reference)).toBe(true);
});

test.each([
  'iris',
  'iris:latest',
  'iris:1.2.0',
  `@${DIGEST}`,
  `iris@${DIGEST.slice(0, -1)}`,
  `iris@${DIGEST}0`,
  `iris@${DIGEST.toUpperCase()}`,
  `iris@sha512:${'0'.repeat(64)}`,
  `Iris@${DIGEST}`,
  `https://registry.example.com/iris@${DIGEST}`,
  `models//iris@${DIGEST}`,
  `models/@${DIGEST}`,
  `/iris@${DIGEST}`,
  `iris:a:b@${DIGEST}`,
  `iris:@${DIGEST}`,
  `iris..batch@${DIGEST}`,
  `iris @${DIGEST}`,
  `iris@${DIGEST}\n`,
])('%p is not', (reference) => {
  expect(isPinned(reference)).toBe(false);
  expect(isPinnedName(reference)).toBe(false);
});

test('a pinned name has no registry of its own, told by a dot or a port as container runtimes do', () => {
  expect(isPinnedName(`iris:1.2.0@${DIGEST}`)).toBe(true);
  expect(isPinnedName(`team/iris@${DIGEST}`)).toBe(true);
  expect(isPinnedName(`quay.io/iris@${DIGEST}`)).toBe(false);
  expect(isPinnedName(`localhost:5000/iris@${DIGEST}`)).toBe(false);
});

test.each(['registry.example.com', 'registry.example.com:5000/data-frost', 'models', 'a/b/c'])(
  '%s is a registry and folder',
  (name) => {
    expect(isRepository(name)).toBe(true);
  },
);

test.each([
  'https://registry.example.com',
  'registry.example.com/',
  '/models',
  'Models',
  'models:latest',
  'a//b',
  '',
])('%p is none', (name) => {
  expect(isRepository(name)).toBe(false);
});

test('an image in a registry and folder is pinned again, whatever both are called', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,8})?$/);
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(path, path, fc.option(fc.nat(65_535)), (folder, name, port) => {
      const repository = `${folder.split('/')[0]}${port === null ? '' : `:${port}`}/${folder}`;
      const image = `${name}@${DIGEST}`;
      expect(isRepository(repository)).toBe(true);
      expect(isPinned(image)).toBe(true);
      expect(isPinned(`${repository}/${image}`)).toBe(true);
    }),
  );
});
