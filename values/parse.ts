import type { z } from 'zod';
import { type Fault, FaultsError } from './fault';
import { isObject } from './object';
import { must, shorten, show } from './schema';

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
function complaint(issue: z.core.$ZodRawIssue): string {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return must(KINDS[issue.expected] ?? issue.expected)({ input });
    case 'invalid_value':
      return must(oneOf(issue.values))({ input });
    case 'unrecognized_keys':
      return `must not have ${issue.keys.map(shorten).map(quote).join(', ')}; remove it or correct its name`;
    case 'invalid_union': {
      const { discriminator } = issue;
      if (discriminator === undefined || issue.inclusive === false) return must('of a known kind')({ input });
      return must(oneOf(issue.options ?? []))({ input: isObject(input) ? input[discriminator] : input });
    }
    default:
      return must(`valid (${issue.code})`)({ input });
  }
}

const KINDS: Readonly<Record<string, string>> = { array: 'a list', object: 'an object', string: 'a text' };

function oneOf(values: readonly unknown[]): string {
  return `${values.length === 1 ? '' : 'one of '}${values.map(show).join(', ')}`;
}

function quote(key: string): string {
  return `\`${key}\``;
}

function faultOf(issue: z.core.$ZodIssue, input: unknown, root: string): Fault {
  const { names, field } = locate(issue.path, input);
  const path = [root, ...names].join('/');
  return { path, message: field === '' ? issue.message : `${quote(field)} ${issue.message}` };
}

/** The name of a thing that a person wrote, as long as it can stand in a path; undefined when it cannot. */
export function nameIn(value: unknown): string | undefined {
  const name = isObject(value) ? value['name'] : undefined;
  return typeof name === 'string' && /^[\w.-]{1,63}$/.test(name) ? name : undefined;
}

/** Splits a path into the named things on the way (`model-serving`, `iris`) and the field within the last of them. */
function locate(path: readonly PropertyKey[], input: unknown): { names: readonly string[]; field: string } {
  let names: string[] = [];
  let field: string[] = [];
  let value: unknown = input;
  for (const key of path) {
    value = isObject(value) ? value[String(key)] : undefined;
    const name = nameIn(value);
    if (typeof key === 'number' && name !== undefined) {
      names = [...names, ...foldersOf(field).map(kebab), name];
      field = [];
    } else {
      field = [...field, String(key)];
    }
  }
  return { names, field: field.join('.') };
}

/** `modelServing.models` is the list of the folder `model-serving`; `patches` stands for itself. */
function foldersOf(list: readonly string[]): readonly string[] {
  return list.length > 1 ? list.slice(0, -1) : list;
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
