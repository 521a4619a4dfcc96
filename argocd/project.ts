import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import type { BootstrapSecret, Environment } from '../environments/environment';
import { ARGOCD_NAMESPACE } from '../environments/operators';
import { groupOf, type Manifest } from '../synth/manifest';
import { IN_CLUSTER } from './application';
import type { Ceiling } from './ceiling';

export interface ProjectSettings {
  readonly name: string;
  readonly description: string;
  readonly repositoryUrl: string;
  /** What the project's applications hold. */
  readonly manifests: readonly Manifest[];
  /** Namespaces that its applications have or once had. */
  readonly namespaces: readonly string[];
  readonly ceiling: Ceiling;
  /** Secrets made by hand, which nobody need warn of as orphans. */
  readonly bootstrapSecrets: readonly BootstrapSecret[];
  /** Times without automatic deployments. */
  readonly freezes: readonly Environment['freezes'][number][];
  readonly timeZone?: string;
}

/**
 * The rights of some applications: their namespaces, the cluster-wide objects that they hold, by name, and the kinds of
 * the ceiling. Kinds and namespaces do not shrink with what is rendered: Argo CD passes over what a project does not
 * admit, so the last object of a kind, or all of an application that was dropped, would never be pruned.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/
 */
export function projectOf(settings: ProjectSettings): IAppProject {
  const { name, description, repositoryUrl, manifests, ceiling } = settings;
  const namespaced = manifests.filter(({ object }) => object.metadata.namespace !== undefined);
  const clusterWide = manifests.filter(({ object }) => object.metadata.namespace === undefined);
  const held = namespaced.map(({ object }) => object.metadata.namespace ?? '');
  const namespaces = distinct([...held, ...settings.namespaces]);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      // An Application that removes its workloads needs its project to do so, so the project waits for it.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      description,
      sourceRepos: [repositoryUrl],
      destinations: namespaces.map((namespace) => ({ server: IN_CLUSTER, namespace })),
      clusterResourceWhitelist: distinct(
        clusterWide
          .filter(({ object }) => ceiling.clusterKinds.includes(kindOf(object)))
          .map(({ object }) => `${kindOf(object)}/${object.metadata.name}`),
      ).map(resource),
      namespaceResourceWhitelist: distinct(ceiling.namespacedKinds).map(resource),
      ...(ceiling.deniedKinds.length > 0 && {
        namespaceResourceBlacklist: ceiling.deniedKinds.map(resource),
      }),
      orphanedResources: { warn: true, ...orphansOf(settings, namespaces) },
      ...windowsOf(settings),
    },
  };
}

function orphansOf({ bootstrapSecrets }: ProjectSettings, namespaces: readonly string[]) {
  const names = distinct(
    bootstrapSecrets.filter(({ namespace }) => namespaces.includes(namespace)).map(({ name }) => name),
  );
  return names.length === 0 ? {} : { ignore: names.map((name) => ({ group: '', kind: 'Secret', name })) };
}

/** A closed window also stops self-heal, retries and bootstrap, so it is short, and a person may sync in it. */
function windowsOf({ freezes, timeZone }: ProjectSettings) {
  if (freezes.length === 0 || timeZone === undefined) return {};
  return {
    syncWindows: freezes.map(({ schedule, durationHours }) => ({
      kind: 'deny',
      schedule,
      duration: `${durationHours}h`,
      timeZone,
      applications: ['*'],
      manualSync: true,
    })),
  };
}

function kindOf(object: Manifest['object']): string {
  return `${groupOf(object)}/${object.kind}`;
}

/** `group/Kind[/name]` as an entry of a project's list. */
export function resource(entry: string): { group: string; kind: string; name?: string } {
  const [group = '', kind = '', name] = entry.split('/');
  return { group, kind, ...(name !== undefined && { name }) };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
