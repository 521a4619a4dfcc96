import { dirname, normalize } from 'node:path';
import { isNode, listOf, type Node, type Source, sources, textOf } from './sources';

/** Rooms that a room may import, besides itself. `values` is the vocabulary below all of them. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  values: [],
  environments: ['values', 'constructs', 'reconcilers'],
  constructs: ['values', 'reconcilers'],
  reconcilers: ['values'],
  synth: ['values'],
  checks: ['values', 'synth'],
  charts: ['values', 'constructs', 'environments', 'reconcilers', 'synth'],
  argocd: ['values', 'constructs', 'environments', 'charts', 'synth'],
  'app.ts': ['values', 'environments', 'charts', 'argocd', 'synth', 'checks'],
  commands: ['values', 'environments', 'reconcilers', 'synth', 'app.ts'],
  bench: ['values', 'environments', 'app.ts'],
};

/** What a product is to hold and may do: data, beside the programs that run in the cluster. */
const DESIRED = /^reconcilers\/(.*\/(state(-parts)?|policies)|bundle)\.ts$/;

/** What of another room is open to one that does not get all of it. */
const DOORS: readonly (readonly [room: string, other: string, files: RegExp])[] = [
  ['environments', 'constructs', /^constructs\/(labels|.*\/props|.*-props)\.ts$/],
  ['environments', 'reconcilers', DESIRED],
  ['constructs', 'reconcilers', DESIRED],
  ['charts', 'reconcilers', DESIRED],
  ['checks', 'synth', /^synth\/manifest\.ts$/],
  ['charts', 'synth', /^synth\/(manifest|render)\.ts$/],
  ['argocd', 'synth', /^synth\/(manifest|render)\.ts$/],
  ['argocd', 'charts', /^charts\/(catalogue|build)\.ts$/],
];

/** Packages that a room may import; `node:` and types of Kubernetes objects aside. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  values: ['zod'],
  environments: ['zod'],
  reconcilers: ['zod', '@keycloak/keycloak-admin-client', 'esbuild'],
  constructs: ['zod', 'cdk8s', 'cdk8s-plus-27', 'constructs'],
  synth: ['cdk8s', 'constructs', 'yaml'],
  checks: [],
  charts: ['cdk8s', 'cdk8s-plus-27'],
  argocd: ['cdk8s'],
  'app.ts': [],
  commands: ['commander', 'picocolors'],
  bench: ['esbuild'],
};

const rooms = sources.filter(({ path }) => roomOf(path) !== 'test');
const byPath = new Map(sources.map((source) => [source.path, source]));

function roomOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** Files of the project that a file imports. */
function filesOf({ path, imports }: Source): readonly string[] {
  return imports
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from }) => normalize(`${dirname(path)}/${from}`))
    .map((target) => [`${target}.ts`, `${target}/index.ts`].find((file) => byPath.has(file)) ?? target);
}

/** Packages that a file imports: `cdk8s` for `cdk8s/lib/app`. */
function packagesOf({ imports }: Source): readonly string[] {
  return imports
    .map(({ from }) => from)
    .filter((from) => !from.startsWith('.') && !from.startsWith('node:'))
    .map((from) => from.split('/', from.startsWith('@') ? 2 : 1).join('/'));
}

/** A file and everything that comes with it. */
function closureOf(source: Source, seen = new Set<Source>()): ReadonlySet<Source> {
  if (seen.has(source)) return seen;
  seen.add(source);
  for (const file of filesOf(source)) {
    const imported = byPath.get(file);
    if (imported !== undefined) closureOf(imported, seen);
  }
  return seen;
}

function pathsWhere(list: readonly Source[], holds: (source: Source) => boolean): readonly string[] {
  return list.filter(holds).map(({ path }) => path);
}

function hasNode({ nodes }: Source, holds: (node: Node) => boolean): boolean {
  return nodes.some(holds);
}

test('every folder with sources is a room of the house', () => {
  expect([...new Set(rooms.map(({ path }) => roomOf(path)))].sort()).toEqual(Object.keys(ROOMS).sort());
});

test('every import leads to a file', () => {
  const lost = sources.flatMap((source) => filesOf(source).filter((file) => !byPath.has(file)));
  expect(lost.filter((file) => !file.endsWith('.json'))).toEqual([]);
});

test('imports go the way that data flows', () => {
  const wrong = rooms.flatMap((source) => {
    const room = roomOf(source.path);
    return filesOf(source)
      .filter((file) => {
        const other = roomOf(file);
        if (other === room) return false;
        const door = DOORS.find(([from, to]) => from === room && to === other);
        return !ROOMS[room]?.includes(other) || (door !== undefined && !door[2].test(file));
      })
      .map((file) => `${source.path} → ${file}`);
  });
  expect(wrong).toEqual([]);
});

test('rooms import only their own packages', () => {
  const wrong = rooms.flatMap((source) =>
    packagesOf(source)
      .filter((name) => !PACKAGES[roomOf(source.path)]?.includes(name) && !isModelTypes(source, name))
      .map((name) => `${source.path} → ${name}`),
  );
  expect(wrong).toEqual([]);
});

/** Types of Kubernetes objects: `import type` alone, since the packages would bring a validator each. */
function isModelTypes({ path, imports }: Source, name: string): boolean {
  return (
    ['constructs', 'argocd'].includes(roomOf(path)) &&
    /^(kubernetes-models$|@kubernetes-models\/)/.test(name) &&
    imports.filter(({ from }) => from.startsWith(name)).every(({ typesOnly }) => typesOnly)
  );
}

test('environments and checks never bring cdk8s, by whatever way', () => {
  const wrong = pathsWhere(
    rooms.filter(({ path }) => ['environments', 'checks', 'values'].includes(roomOf(path))),
    (source) =>
      [...closureOf(source)].some((one) => packagesOf(one).some((name) => /^(cdk8s|constructs)/.test(name))),
  );
  expect(wrong).toEqual([]);
});

test('a chart imports no other chart', () => {
  const lists = ['charts/catalogue.ts', 'charts/build.ts'];
  const wrong = pathsWhere(rooms, (source) => {
    const isChart = roomOf(source.path) === 'charts' && !lists.includes(source.path);
    return isChart && filesOf(source).some((file) => roomOf(file) === 'charts');
  });
  expect(wrong).toEqual([]);
});

test('what is rendered depends on no clock, chance or surroundings', () => {
  const pure = rooms.filter(
    ({ path }) =>
      !['bench', 'commands', 'synth'].includes(roomOf(path)) &&
      (roomOf(path) !== 'reconcilers' || (DESIRED.test(path) && path !== 'reconcilers/bundle.ts')),
  );
  const files = ['text', 'path', 'files', 'render', 'patch', 'manifest'].map((name) => `synth/${name}.ts`);
  const rendering = [...pure, ...rooms.filter(({ path }) => files.includes(path))];
  expect(rendering.length).toBe(pure.length + files.length);
  expect(pathsWhere(rendering, (source) => hasNode(source, isImpure))).toEqual([]);
  const outside = ['node:fs', 'node:os', 'node:child_process', 'node:http', 'node:https', 'node:crypto'];
  expect(pathsWhere(rendering, ({ imports }) => imports.some(({ from }) => outside.includes(from)))).toEqual(
    [],
  );
});

function isImpure(node: Node): boolean {
  if (node.type === 'NewExpression')
    return textOf(node['callee']) === 'Date' && listOf(node['arguments']).length === 0;
  if (node.type === 'MemberExpression') {
    const name = `${textOf(node['object'])}.${textOf(node['property'])}`;
    return ['Date.now', 'Math.random'].includes(name);
  }
  return (
    node.type === 'Identifier' && ['process', 'performance', 'fetch', 'crypto'].includes(textOf(node) ?? '')
  );
}

test('no file has more than 300 lines', () => {
  expect(pathsWhere(sources, ({ text }) => text.split('\n').length > 301)).toEqual([]);
});

test('exports have names', () => {
  const isDefault = ({ type }: Node) =>
    type === 'ExportDefaultExpression' || type === 'ExportDefaultDeclaration';
  expect(pathsWhere(sources, (source) => hasNode(source, isDefault))).toEqual([]);
});

test('no type is escaped from: no any, no assertion by way of unknown, no assertion that something is there', () => {
  const escapes = (node: Node) =>
    (node.type === 'TsKeywordType' && node['kind'] === 'any') ||
    node.type === 'TsNonNullExpression' ||
    (node.type === 'TsAsExpression' &&
      isNode(node['expression']) &&
      node['expression'].type === 'TsAsExpression');
  expect(pathsWhere(sources, (source) => hasNode(source, escapes))).toEqual([]);
});

test('what a person writes in environments is literals alone', () => {
  const inventory = byPath.get('environments/inventory.ts');
  const values =
    inventory === undefined
      ? []
      : filesOf({ ...inventory, imports: inventory.imports.filter(({ typesOnly }) => !typesOnly) });
  expect(values).toContain('environments/production.ts');
  expect(values).toContain('environments/clusters/proxmox.ts');
  const written = ['environments/inventory.ts', ...values].flatMap((path) => byPath.get(path) ?? []);
  const allowed =
    /^(Module|EmptyStatement|Import.*|ExportDeclaration|Variable.*|Ts(TypeAnnotation|TypeReference)|(Object|Array)Expression|KeyValueProperty|(String|Numeric|Boolean)Literal|Identifier|UnaryExpression)$/;
  const other = written.flatMap(({ path, nodes }) =>
    nodes.filter(({ type }) => !allowed.test(type)).map(({ type }) => `${path}: ${type}`),
  );
  expect(other).toEqual([]);
});
