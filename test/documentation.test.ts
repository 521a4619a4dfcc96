import { isObject } from '../values/object';
import { isNode, listOf, type Node, nodesIn, type Source, sources, textOf } from './sources';

const schemas = sources.filter(({ path }) =>
  /^constructs\/.*\/(.*-)?props\.ts$|^environments\/.*-spec\.ts$|^reconcilers\/.*\/state(-parts)?\.ts$/.test(
    path,
  ),
);

/** Every key that a person may write: those of the objects that `record` takes and of what is spread into them. */
const keys = schemas.flatMap((source) => {
  const constants = constantsOf(source);
  const shapes = source.nodes.filter(isRecord).flatMap((call) => expressionsOf(call, constants));
  return [...new Set(shapes)].flatMap((shape) =>
    listOf(shape['properties'])
      .filter(isNode)
      .filter(({ type }) => type !== 'SpreadElement')
      .map((property) => {
        const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(source.before(property))?.[0];
        const name = textOf(property['key']) ?? textOf(property);
        const value = property['value'];
        return {
          name: `${source.path}: ${name}`,
          comment,
          optional: isOptional(isNode(value) ? value : property, constants),
        };
      }),
  );
});

function constantsOf({ nodes }: Source): ReadonlyMap<string, Node> {
  return new Map(
    nodes
      .filter(({ type }) => type === 'VariableDeclarator')
      .flatMap(({ id, init }) => (isNode(init) ? [[textOf(id) ?? '', init] as const] : [])),
  );
}

function isRecord(node: Node): boolean {
  return node.type === 'CallExpression' && textOf(node['callee']) === 'record';
}

/** The objects that a call of `record` takes, itself and by name. */
function expressionsOf(call: Node, constants: ReadonlyMap<string, Node>): readonly Node[] {
  const [argument] = listOf(call['arguments']);
  const given = isObject(argument) ? argument['expression'] : undefined;
  const spread = isNode(given)
    ? listOf(given['properties']).filter((one) => isNode(one) && one.type === 'SpreadElement')
    : [];
  const named = [given, ...spread.map((one) => (isObject(one) ? one['arguments'] : undefined))];
  return named.flatMap((one) => {
    const value = isNode(one) && one.type === 'Identifier' ? constants.get(textOf(one) ?? '') : one;
    return [...nodesIn(value)].find(({ type }) => type === 'ObjectExpression') ?? [];
  });
}

/** Whether the outermost calls of a schema allow that the key is left out. */
function isOptional(node: Node, constants: ReadonlyMap<string, Node>): boolean {
  const constant = node.type === 'Identifier' ? constants.get(textOf(node) ?? '') : undefined;
  if (constant !== undefined) return isOptional(constant, constants);
  const callee = node['callee'];
  if (node.type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false;
  if (['optional', 'default', 'prefault'].includes(textOf(callee['property']) ?? '')) return true;
  return isNode(callee['object']) && isOptional(callee['object'], constants);
}

test('every key of every schema is documented', () => {
  expect(keys.length).toBeGreaterThan(100);
  expect(keys.filter(({ comment }) => comment === undefined).map(({ name }) => name)).toEqual([]);
});

test('every key that may be left out says what happens then, and no other does', () => {
  const wrong = keys.filter(({ comment, optional }) => (comment ?? '').includes('@default') !== optional);
  expect(wrong.map(({ name }) => name)).toEqual([]);
});
