import type { z } from 'zod';
import { type Fault, FaultsError } from './fault';
import { isObject } from './object';
import { show } from './schema';

/** What a person wrote, understood: the value with its defaults, or everything that is wrong with it. */
export type Parsed<Value> = { readonly value: Value } | { readonly faults: readonly Fault[] };

/**
 * Reads what a person wrote against its schema. Every fault is told with the path of the named things around it:
 * `production/model-serving/iris`.
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  path: string,
): Parsed<z.output<Schema>> {
  const result = schema.safeParse(input, { error: complaint, reportInput: true });
  return result.success
    ? { value: result.data }
    : { faults: result.error.issues.map((issue) => faultOf(issue, input, path)) };
}

/** The value with its defaults. @throws FaultsError */
export function resolve<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  path: string,
): z.output<Schema> {
  const parsed = parse(schema, input, path);
  if ('faults' in parsed) throw new FaultsError(parsed.faults);
  return parsed.value;
}

/** Sentences for the issues that no atom of the schema words itself. */
function complaint(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'must be set'
        : `must be of type ${issue.expected}, got ${show(issue.input)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(show).join(', ')}, got ${show(issue.input)}`;
    case 'invalid_union':
      return `must be of a known kind, got ${show(issue.input)}`;
    case 'unrecognized_keys':
      return `must not have ${issue.keys.map((key) => `\`${key}\``).join(', ')}; remove it or correct its name`;
    case 'too_small':
      return `must have at least ${issue.minimum} entries`;
    default:
      return undefined;
  }
}

function faultOf(issue: z.core.$ZodIssue, input: unknown, root: string): Fault {
  const { names, field } = locate(issue.path, input);
  const path = [root, ...names].join('/');
  return { path, message: field === '' ? issue.message : `\`${field}\` ${issue.message}` };
}

/** Splits a path into the named things on the way (`model-serving`, `iris`) and the field within the last of them. */
function locate(path: readonly PropertyKey[], input: unknown): { names: readonly string[]; field: string } {
  let names: string[] = [];
  let field: string[] = [];
  let value: unknown = input;
  for (const key of path) {
    value = isObject(value) ? value[String(key)] : undefined;
    const name = isObject(value) ? value['name'] : undefined;
    if (typeof key === 'number' && typeof name === 'string') {
      names = [...names, ...field.slice(0, -1).map(kebab), name];
      field = [];
    } else {
      field = [...field, String(key)];
    }
  }
  return { names, field: field.join('.') };
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
