import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { once } from './once';
import { at, type Fields, mapping, mappings, text } from './read';
import { push } from './selectors';

const GROUP = 'argoproj.io';
const WAVE = 'argocd.argoproj.io/sync-wave';
const IGNORE_HEALTH = 'argocd.argoproj.io/ignore-healthcheck';

/** What Argo CD calls the cluster it runs in, by name and by address. */
const IN_CLUSTER = { name: 'in-cluster', server: 'https://kubernetes.default.svc' };

/** An Argo CD Application as laws look at it. */
export interface Application {
  readonly manifest: Manifest;
  /** Namespace of the Application itself, where its project is, too. */
  readonly namespace: string | undefined;
  readonly project: string;
  readonly destination: Destination;
  /** Addresses of all repositories, Helm's and git's. */
  readonly repositories: readonly string[];
  /** Names of the Helm charts that it brings. */
  readonly charts: readonly string[];
  /** What it brings that is not rendered: charts by name, folders of other repositories by the URL of those. */
  readonly elsewhere: readonly string[];
  /** Folders of plain manifests that it syncs, as `<tree>/<application>`. */
  readonly folders: readonly string[];
  /** Whether it looks into the folders within its folders, where the objects of each namespace lie; true without any. */
  readonly recurses: boolean;
  /** Order among the Applications of one app of apps; 0 where none is set. */
  readonly wave: number;
  /** Whether those of later waves wait until it is healthy; true without the annotation that says otherwise. */
  readonly waitedFor: boolean;
}

/** A cluster by name and by address, whichever of the two is known, and a namespace, empty where none is set. */
export interface Destination {
  readonly name: string | undefined;
  readonly server: string | undefined;
  readonly namespace: string;
}

/**
 * The Applications of a world. Their folders lie below the path that most of them share, such as `dist`; a folder of a
 * repository that brings kinds is nothing that is rendered.
 */
export const applicationsOf = once((world: World): readonly Application[] => {
  const manifests = world.ofKind(GROUP, 'Application');
  const others = new Set(world.surroundings.chartKinds.map(({ source }) => source));
  const shared = sharedFolder(manifests.flatMap((manifest) => pathsOf(manifest, others)));
  return manifests.map((manifest) => {
    const { object } = manifest;
    const sources = sourcesOf(manifest);
    const annotations = mapping(object, 'metadata.annotations');
    return {
      manifest,
      namespace: object.metadata.namespace,
      project: text(object, 'spec.project') ?? '',
      destination: destinationOf(mapping(object, 'spec.destination')),
      repositories: sources.map(repositoryOf),
      charts: sources.flatMap((source) => text(source, 'chart') ?? []),
      elsewhere: sources.flatMap((source) => elsewhereOf(source, others)),
      recurses: plainSourcesOf(manifest).every((source) => at(source, 'directory.recurse') === true),
      folders: pathsOf(manifest, others).map((path) =>
        path.startsWith(shared) ? path.slice(shared.length) : path,
      ),
      wave: Number.parseInt(text(annotations[WAVE]) ?? '0', 10) || 0,
      waitedFor: annotations[IGNORE_HEALTH] !== 'true',
    };
  });
});

/** The manifests of each `<tree>/<application>`. */
export const foldersOf = once(({ manifests }: World): ReadonlyMap<string, readonly Manifest[]> => {
  const folders = new Map<string, Manifest[]>();
  for (const manifest of manifests) push(folders, folderOf(manifest), manifest);
  return folders;
});

/** The `<tree>/<application>` that a manifest was rendered for. */
export function folderOf({ tree, application }: Manifest): string {
  return `${tree}/${application}`;
}

/** The AppProject of an Application, or undefined where nobody renders it. */
export function projectOf(world: World, { namespace, project }: Application): Manifest | undefined {
  return world.find(GROUP, 'AppProject', namespace, project);
}

/** A destination of an Application or of an AppProject; the cluster of Argo CD itself has both name and address. */
export function destinationOf(from: Fields): Destination {
  const name = text(from, 'name');
  const server = text(from, 'server');
  const here = name === IN_CLUSTER.name || server === IN_CLUSTER.server;
  return { name, server, ...(here ? IN_CLUSTER : {}), namespace: text(from, 'namespace') ?? '' };
}

function sourcesOf({ object }: Manifest): readonly Fields[] {
  const several = mappings(object, 'spec.sources');
  return several.length > 0 ? several : [mapping(object, 'spec.source')];
}

/** Sources of plain manifests; Helm, Kustomize and plug-ins render theirs themselves. */
function plainSourcesOf(manifest: Manifest): readonly Fields[] {
  const tools = ['chart', 'helm', 'kustomize', 'plugin'];
  return sourcesOf(manifest).filter((source) => !tools.some((tool) => Object.hasOwn(source, tool)));
}

function repositoryOf(source: Fields): string {
  return text(source, 'repoURL') ?? '';
}

/** A source of which nothing is rendered. */
function elsewhereOf(source: Fields, others: ReadonlySet<string>): readonly string[] {
  const chart = text(source, 'chart');
  if (chart !== undefined) return [chart];
  return others.has(repositoryOf(source)) ? [repositoryOf(source)] : [];
}

/** Paths of plain manifests that are rendered, without a slash at the end. */
function pathsOf(manifest: Manifest, others: ReadonlySet<string>): string[] {
  return plainSourcesOf(manifest)
    .filter((source) => !others.has(repositoryOf(source)))
    .flatMap((source) => text(source, 'path') ?? [])
    .map((path) => path.replace(/^\.\/|\/+$/g, ''));
}

/** The part before `<tree>/<application>` that most paths have. */
function sharedFolder(paths: readonly string[]): string {
  const most = mostOf(paths.map((path) => path.split('/').slice(0, -2).join('/')));
  return most === '' ? '' : `${most}/`;
}

/** The text that is there most often; of several the first. */
function mostOf(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of texts) counts.set(one, (counts.get(one) ?? 0) + 1);
  let most = '';
  for (const [one, count] of counts) if (count > (counts.get(most) ?? 0)) most = one;
  return most;
}
