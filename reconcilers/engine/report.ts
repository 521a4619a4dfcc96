import { inspect } from 'node:util';
import type { Difference } from './difference';
import { lineDifferences } from './lines';
import type { Plan, Step } from './plan';
import { keyOf, type Resource } from './resource';

/** One line for whoever reads the pod's log. */
export type Report = (line: string) => void;

const HIDDEN = '(secret)';

/** Shorter than this a secret would be found in ordinary words. */
const LEAST_SECRET = 6;

/**
 * A report in which none of the secrets can stand, whoever wrote the line: an error of a server may repeat what it was
 * sent. As JSON, in a URL and in base64 a secret is found too.
 */
export function withoutSecrets(report: Report, secrets: () => readonly string[]): Report {
  return (line) => {
    const hidden = secrets()
      .filter(({ length }) => length >= LEAST_SECRET)
      .flatMap((secret) => [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
      ])
      .reduce((text, secret) => text.replaceAll(secret, HIDDEN), line);
    report(hidden);
  };
}

/** The secrets that things carry. */
export function secretsOf(resources: readonly Resource[]): readonly string[] {
  return resources.flatMap(({ secrets = {} }) => Object.values(secrets));
}

/** The plan as a person reads it. */
export function planText({ steps, waiting }: Plan): readonly string[] {
  const waits = waiting.map((one) => `wait   ${keyOf(one)}: ${one.waitsFor}`);
  const summary = (['create', 'update', 'remove'] as const).map(
    (act) => `${steps.filter((step) => step.act === act).length} to ${act}`,
  );
  return [...steps.flatMap(stepText), ...waits, `plan: ${summary.join(', ')}`];
}

function stepText(step: Step): readonly string[] {
  const { act } = step;
  if (act === 'remove') return [`remove ${step.kind.name}/${step.name}`];
  const { fields, secrets = {} } = step.resource;
  const lines =
    act === 'update'
      ? [
          ...step.differences.flatMap(differenceText),
          ...step.secrets.map((field) => `${field}: ${HIDDEN} → ${HIDDEN}`),
        ]
      : [
          ...Object.entries(fields).flatMap(([field, value]) => fieldText(field, value)),
          ...Object.keys(secrets).map((field) => `${field}: ${HIDDEN}`),
        ];
  return [`${act} ${keyOf(step.resource)}`, ...lines.map((line) => `         ${line}`)];
}

function fieldText(field: string, value: unknown): readonly string[] {
  if (!isLong(value)) return [`${field}: ${shown(value)}`];
  return [
    `${field}:`,
    ...value
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}

function differenceText({ field, from, to }: Difference): readonly string[] {
  if (!isLong(from) || !isLong(to)) return [`${field}: ${shown(from)} → ${shown(to)}`];
  return [`${field}:`, ...lineDifferences(from, to).map((line) => `  ${line}`)];
}

/** A text of several lines, such as a policy: what it says must be read whole. */
function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

/** How a step is named when it is done or fails. */
export function stepName(step: Step): string {
  return `${step.act} ${step.act === 'remove' ? `${step.kind.name}/${step.name}` : keyOf(step.resource)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return '(none)';
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, compact: true, depth: 6 });
}
