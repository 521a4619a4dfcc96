import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { isObject } from '../values/object';

const PROJECT = join(__dirname, '..');

/** What holds no source of ours. */
const SKIPPED = ['node_modules', 'dist', 'images'];

/** A node of the syntax tree. */
export interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** One TypeScript file of the project. */
export interface Source {
  /** Path below the project: `constructs/pod/props.ts`. */
  readonly path: string;
  readonly text: string;
  /** Every node, parents first. */
  readonly nodes: readonly Node[];
  readonly imports: readonly Import[];
  /** Text from the start of the file up to a node. */
  readonly before: (node: Node) => string;
}

export interface Import {
  /** As written: `../pod/props`, `node:fs`, `zod`. */
  readonly from: string;
  readonly typesOnly: boolean;
}

/** Every TypeScript file of the project. */
export const sources: readonly Source[] = filesBelow('').map(read);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name.startsWith('.') || SKIPPED.includes(path) ? [] : filesBelow(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function read(path: string): Source {
  const text = readFileSync(join(PROJECT, path), 'utf8');
  // Spans count bytes over all that was ever parsed: the first token says where this file begins.
  const tree = parseSync(`;${text}`, { syntax: 'typescript', target: 'es2022' });
  const bytes = Buffer.from(text);
  const nodes = [...nodesIn(tree)];
  return {
    path,
    text,
    nodes,
    imports: nodes.flatMap(importOf),
    before: (node) => bytes.subarray(0, startOf(node) - tree.span.start - 1).toString(),
  };
}

/** A value and all below it that are nodes. */
export function* nodesIn(value: unknown): Iterable<Node> {
  if (!isObject(value)) return;
  if (isNode(value)) yield value;
  for (const child of Object.values(value)) yield* nodesIn(child);
}

export function isNode(value: unknown): value is Node {
  return isObject(value) && typeof value['type'] === 'string';
}

/** A field that is a list; empty when it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Name of an identifier or text of a string; undefined for all else. */
export function textOf(node: unknown): string | undefined {
  return isNode(node) && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function importOf(node: Node): readonly Import[] {
  const from = textOf(node['source']);
  if (node.type === 'CallExpression' && isNode(node['callee']) && node['callee'].type === 'Import') {
    throw new Error('imports must stand at the top of a file');
  }
  return from === undefined ? [] : [{ from, typesOnly: node['typeOnly'] === true }];
}

/** A property has no span of its own: it starts with its key. */
function startOf(node: Node): number {
  const span = isNode(node['key']) ? node['key']['span'] : node['span'];
  return isObject(span) && typeof span['start'] === 'number' ? span['start'] : Number.NaN;
}
