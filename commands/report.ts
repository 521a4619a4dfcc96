import type { Synthesis } from '../app';
import type { Plan, Scope } from '../synth/plan';
import { terminal } from './terminal';

const COUNTED = ['added', 'changed', 'removed', 'unchanged'] as const;

/** The closing summary: a line a cluster or environment within reach, then every patch with its reason. */
export function summaryOf(
  { clusters, manifests }: Synthesis,
  scope: Scope,
  plan: Plan,
  seconds: number,
): readonly string[] {
  const rendered = manifests.filter(({ tree, application }) => scope.includes(`${tree}/${application}/`));
  const gone = plan.removed.map(treeOf);
  const trees = [...new Set([...rendered.map(({ tree }) => tree), ...gone])];
  const rows = trees.map((tree) => [
    tree,
    String(rendered.filter((manifest) => manifest.tree === tree).length),
    ...COUNTED.map((verdict) => String(plan[verdict].filter((path) => treeOf(path) === tree).length)),
  ]);
  const patches = clusters
    .flatMap(({ environments }) => environments)
    .flatMap(({ name, patches }) => patches.map((patch) => `patch ${name}/${patch.name}: ${patch.reason}`));
  return [...table([['', 'objects', ...COUNTED], ...rows]), ...patches, `${seconds.toFixed(2)} s`];
}

/** First folder of a path below `dist/`: the cluster or environment. */
function treeOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** What differs between `dist/` and what is rendered, a line a file. */
export function differencesOf({ added, changed, removed }: Plan): readonly string[] {
  return [
    ...added.map((path) => `missing  dist/${path}`),
    ...changed.map((path) => `differs  dist/${path}`),
    ...removed.map((path) => `obsolete dist/${path}`),
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const line = row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
    return index === 0 ? terminal.colours.dim(line) : line;
  });
}
