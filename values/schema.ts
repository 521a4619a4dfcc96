import { isIPv4 } from 'node:net';
import { inspect } from 'node:util';
import * as z from 'zod';
import { type Cidr, type Ipv4, isCidr } from './cidr';
import { isPinned, isPinnedName, type PinnedImage } from './image';
import { amountOf, type ByteQuantity, type CpuQuantity } from './quantity';
import { isTimeZone, scheduleFault } from './schedule';

/**
 * The atoms of what a person writes: each states its bound once, as a type for the compiler and as a sentence for
 * the error (`must be a DNS label of at most 63 characters, got 'Iris'; use 'iris'`).
 */

const LONGEST_SHOWN = 80;

type Complaint = (issue: { readonly input?: unknown }) => string;

/** The sentence of an error: `must be <bound>, got <value>; use <example>`. */
export function must(bound: string, example?: string): Complaint {
  return ({ input }) =>
    input === undefined
      ? `must be set to ${bound}`
      : `must be ${bound}, got ${show(input)}${example === undefined ? '' : `; use ${example}`}`;
}

/** A value as an error shows it: on one line, shortened, whatever it is. */
export function show(value: unknown): string {
  return shorten(
    inspect(value, {
      breakLength: Number.POSITIVE_INFINITY,
      compact: true,
      customInspect: false,
      maxStringLength: LONGEST_SHOWN,
    }),
  );
}

/** A text of at most 80 characters. */
export function shorten(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 3)}…` : text;
}

/** An object that takes exactly these keys; frozen once parsed. */
export function record<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape).readonly();
}

/** A list; frozen once parsed. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item).readonly();
}

/** A DNS label (RFC 1123) that begins with a letter, so that it is a Service's name too. */
export function dnsLabel(longest = 63) {
  return text(
    (value) => value.length <= longest && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(value),
    `a DNS label of at most ${longest} characters: lower-case letters, digits and hyphens, a letter first`,
    "'iris'",
  );
}

/** A domain of at least two labels; with names put before it, a host name still has at most 253 characters. */
export function domainOf(longest: number) {
  return text(
    (value) =>
      value.length <= longest &&
      /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
    `a domain of at least two labels and at most ${longest} characters in lower case, without scheme, port or final dot`,
    "'production.example.com'",
  );
}

export const domain = domainOf(253);

export const cpu = custom<CpuQuantity>(
  (value) => /^(\d+m|\d+(\.\d{1,3})?)$/.test(value) && (amountOf(value) ?? 0) > 0,
  'CPU above 0 in cores or thousandths of one',
  "'500m' or '2'",
);

export const bytes = custom<ByteQuantity>(
  (value) => /^\d+(\.\d+)?(Mi|Gi|Ti)$/.test(value) && (amountOf(value) ?? 0) > 0,
  'bytes above 0 in Mi, Gi or Ti',
  "'512Mi' or '16Gi'",
);

export const ipv4 = custom<Ipv4>((value) => isIPv4(value), 'an IPv4 address', "'10.20.0.11'");

export const cidr = custom<Cidr>(isCidr, 'an IPv4 network whose host bits are zero', "'10.20.0.0/24'");

export const timeZone = text(
  isTimeZone,
  'a time zone of the IANA database by area and place, or UTC',
  "'America/Sao_Paulo'",
);

export const pinnedImage = custom<PinnedImage>(
  isPinned,
  'an image pinned by digest',
  "'models/iris@sha256:…'",
);

export const imageInRegistry = custom<PinnedImage>(
  isPinnedName,
  'an image pinned by digest, without its registry',
  "'iris@sha256:…'",
);

export const schedule = z
  .string({ error: must('a cron expression', "'0 3 * * *'") })
  .superRefine((value, context) => {
    const fault = scheduleFault(value);
    if (fault !== undefined)
      context.addIssue({ code: 'custom', message: `${fault}, got ${show(value)}; use '0 3 * * *'` });
  });

/** A whole number within bounds; `unit` is named in the error: `replicas`, `seconds`. */
export function whole(least: number, most: number, unit?: string) {
  const error = must(`a whole number${unit === undefined ? '' : ` of ${unit}`} from ${least} to ${most}`);
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export function absolutePath(example: string) {
  return text(
    (value) => /^(\/[\w.-]+)+$/.test(value) && !/\/\.\.?(\/|$)/.test(value),
    'an absolute path without `.` or `..`',
    `'${example}'`,
  );
}

/** A string that `accepts` takes. */
export function text(accepts: (value: string) => boolean, bound: string, example?: string) {
  const error = must(bound, example);
  return z.string({ error }).refine(accepts, { error });
}

function custom<Type extends string>(accepts: (value: string) => boolean, bound: string, example: string) {
  return z.custom<Type>((value) => typeof value === 'string' && accepts(value), {
    error: must(bound, example),
  });
}
