import type { Measurement } from './measurements';
import type { Results } from './results';

/** What no run on one machine proves, whatever its tests say; `docs/cluster-proof.md` tells more of each. */
const NEVER_PROVEN = [
  'the images themselves: stand-ins answer in the place of what `dist/` names',
  "Argo CD's own chart, which no Go module carries: its definitions alone are served, and Argo CD runs as processes",
  'more than one control plane, the balancers and their virtual IP',
  'volumes of Proxmox, registries, certificates and names of the outside',
];

/**
 * What a run proved, in Markdown: a row a proof with its result and time, what it measured below it, and in the end what
 * was not proven.
 */
export function proofTable({ results, broken }: Results, measurements: readonly Measurement[]): string {
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
    ...[...failed, ...skipped, ...NEVER_PROVEN].map((line) => `- ${line}`),
    '',
  ].join('\n');
}

function cell(value: string | undefined): string {
  return (value ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
}
