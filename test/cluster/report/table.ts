import type { Measurement } from './measurements';
import type { Results } from './results';

/**
 * What a run proved, in Markdown: a row a proof with its result and time, what it measured below it, and in the end what
 * was not proven.
 *
 * @param never what no run of these proofs proves
 * @param left groups that could not be run
 */
export function proofTable(
  { results, broken }: Results,
  measurements: readonly Measurement[],
  never: readonly string[],
  left: readonly string[] = [],
): string {
  const proofs = results.filter(({ group }) => group !== undefined);
  const rows = proofs.map(({ name, group, outcome, seconds }) => {
    const own = measurements.filter(({ proof }) => proof === name);
    const numbers = own.map(({ what, value }) => `${what}: ${value}`).join('; ');
    return `| ${[group, name, outcome, `${seconds.toFixed(1)} s`, numbers].map(cell).join(' | ')} |`;
  });
  const skipped = proofs.filter(({ outcome }) => outcome === 'not proven').map(({ name }) => name);
  const failed = broken.map(({ file, message }) => `${file}: ${message.split('\n')[0]}`);
  return [
    '| group | proof | result | time | measured |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Not proven:',
    ...[
      ...failed,
      ...skipped,
      ...left.map((group) => `${group}: needs the harness's own workers`),
      ...never,
    ].map((line) => `- ${line}`),
    '',
  ].join('\n');
}

function cell(value: string | undefined): string {
  return (value ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
}
