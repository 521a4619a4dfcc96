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
  return [...table([['', 'objects', ...COUNTED], ...rows], 'numbers'), ...patches, `${seconds.toFixed(2)} s`];
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

/** The Secrets that nothing in git can make, a line each: where, of which type, made of what. */
export function secretsOf({ clusters }: Synthesis): readonly string[] {
  const secrets = clusters.flatMap(({ bootstrapSecrets }) => bootstrapSecrets);
  return table(
    [
      ['namespace', 'name', 'type', 'made of'],
      ...secrets.map(({ namespace, name, type, made }) => [namespace, name, type, made]),
    ],
    'words',
  );
}

/** Files of others in `dist/`: those that Argo CD would sync past every law, and those that it passes over. */
export function foreignOf({ foreign }: Plan): {
  readonly synced: readonly string[];
  readonly ignored: readonly string[];
} {
  const isSynced = (path: string) => /\.(ya?ml|json)$/.test(path);
  return {
    synced: foreign
      .filter(isSynced)
      .map((path) => `foreign  dist/${path}: no law judges it and Argo CD syncs it; move it out of dist/`),
    ignored: foreign
      .filter((path) => !isSynced(path))
      .map((path) => `dist/${path}: not rendered by this project`),
  };
}

/** Columns under their headings; those after the first hold numbers, flush right, or words, flush left. */
function table(rows: readonly (readonly string[])[], after: 'numbers' | 'words'): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column > 0 && after === 'numbers' ? cell.padStart(width) : cell.padEnd(width);
    });
    const line = cells.join('  ').trimEnd();
    return index === 0 ? terminal.colours.dim(line) : line;
  });
}
