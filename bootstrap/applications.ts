import { groupOf, type Manifest } from '../synth/manifest';
import { isObject } from '../values/object';

const WAVE = 'argocd.argoproj.io/sync-wave';

/** Folder of a tree with the Applications that its app of apps brings. */
const CHILDREN = 'applications';

/** An Argo CD Application as the steps name it. */
export interface Application {
  readonly name: string;
  readonly namespace: string;
  readonly wave: number;
  readonly manifest: Manifest;
}

/** Applications of one tree that Argo CD syncs together. */
export interface Wave {
  readonly tree: string;
  readonly number: number;
  readonly applications: readonly Application[];
}

/** The Applications of some trees in the order in which Argo CD syncs them: tree by tree, wave by wave. */
export function wavesOf(manifests: readonly Manifest[], trees: readonly string[]): readonly Wave[] {
  return trees.flatMap((tree) => {
    const applications = manifests
      .filter((one) => one.tree === tree && one.application === CHILDREN && isApplication(one))
      .map((manifest) => {
        const { name, namespace = '', annotations = {} } = manifest.object.metadata;
        return { name, namespace, wave: Number(annotations[WAVE] ?? 0), manifest };
      })
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const numbers = [...new Set(applications.map(({ wave }) => wave))].sort((one, other) => one - other);
    return numbers.map((number) => ({
      tree,
      number,
      applications: applications.filter(({ wave }) => wave === number),
    }));
  });
}

/** The chart of an Application; undefined where it syncs a folder. */
export function chartOf({
  manifest,
}: Application): { readonly repoURL: string; readonly chart: string; readonly version: string } | undefined {
  const { spec } = manifest.object;
  const source = isObject(spec) ? spec['source'] : undefined;
  if (!isObject(source) || typeof source['chart'] !== 'string') return undefined;
  return {
    repoURL: String(source['repoURL']),
    chart: source['chart'],
    version: String(source['targetRevision']),
  };
}

function isApplication({ object }: Manifest): boolean {
  return groupOf(object) === 'argoproj.io' && object.kind === 'Application';
}
