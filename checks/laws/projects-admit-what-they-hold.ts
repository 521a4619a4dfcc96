import { groupOf, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import {
  type Application,
  applicationsOf,
  type Destination,
  destinationOf,
  foldersOf,
  projectOf,
} from '../readers/applications';
import { globMatches, isPattern } from '../readers/glob';
import { Namespaces } from '../readers/namespaces';
import { at, type Fields, list, mappings, text } from '../readers/read';
import { scopeOf } from '../readers/scopes';
import { shown } from '../readers/show';

/** Lists of what a project admits, and the fields that say what. */
const LISTS: readonly (readonly [path: string, fields: readonly string[]])[] = [
  ['destinations', ['server', 'name', 'namespace']],
  ['clusterResourceWhitelist', ['group', 'kind', 'name']],
  ['namespaceResourceWhitelist', ['group', 'kind']],
];

/**
 * An AppProject admits exactly what its Applications bring: their repositories, namespaces and kinds. It lists
 * each of them, because a wildcard admits what nobody has reviewed.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export const projectsAdmitWhatTheyHold: Law = {
  id: 'projects-admit-what-they-hold',
  *judge(world): Generator<Breach> {
    for (const manifest of world.ofKind('argoproj.io', 'AppProject')) {
      for (const message of wildcardFaults(manifest)) yield { manifest, message };
    }
    const folders = foldersOf(world);
    const namespaces = new Namespaces(world);
    const told = new Set<string>();
    for (const application of applicationsOf(world)) {
      const manifest = projectOf(world, application);
      if (manifest === undefined) continue;
      const held = application.folders.flatMap((folder) => folders.get(folder) ?? []);
      const faults = [
        ...sourceFaults(application, manifest),
        ...destinationFaults(application, held, manifest, namespaces),
        ...kindFaults(held, manifest),
      ];
      for (const message of faults) {
        // What several Applications of a project bring is missing once.
        const fault = `${manifest.object.metadata.name} ${message}`;
        if (!told.has(fault)) yield { manifest, message };
        told.add(fault);
      }
    }
  },
};

function* wildcardFaults({ object }: Manifest): Generator<string> {
  for (const [index, repository] of list(object, 'spec.sourceRepos').entries()) {
    if (typeof repository === 'string' && isPattern(repository))
      yield `\`sourceRepos[${index}]\` must be the address of one repository, got ${shown(repository)}; list each one`;
  }
  for (const [path, fields] of LISTS) {
    for (const [index, entry] of mappings(object, `spec.${path}`).entries()) {
      const field = fields.find((one) => isPattern(text(entry, one) ?? ''));
      if (field === undefined) continue;
      yield `\`${path}[${index}].${field}\` must name a single one, got ${shown(text(entry, field))}; list each one`;
    }
  }
}

function* sourceFaults({ repositories }: Application, project: Manifest): Generator<string> {
  const admitted = list(project.object, 'spec.sourceRepos').filter((one) => typeof one === 'string');
  for (const repository of repositories) {
    if (admitted.some((pattern) => globMatches(pattern, repository))) continue;
    yield `\`sourceRepos\` must hold the repository of each Application of the project, got ${shown(admitted)}; add '${repository}'`;
  }
}

/**
 * The namespace of the Application itself counts where its folder says nothing; otherwise it is one of those there. One
 * that does not exist is up to `namespaces-are-named` and `applications-agree-with-the-tree`.
 */
function* destinationFaults(
  { destination }: Application,
  held: readonly Manifest[],
  project: Manifest,
  namespaces: Namespaces,
): Generator<string> {
  const admitted = mappings(project.object, 'spec.destinations').map(destinationOf);
  const here = admitted.filter((one) => isSameCluster(one, destination));
  const cluster = destination.server ?? destination.name ?? '';
  if (here.length === 0) {
    yield `\`destinations\` must hold the cluster of each Application of the project, got none of '${cluster}'; add it`;
    return;
  }
  const inside = held
    .filter((manifest) => isNamespaced(manifest))
    .flatMap(({ object }) => object.metadata.namespace ?? []);
  for (const namespace of new Set(inside.length > 0 ? inside : [destination.namespace])) {
    const exists = namespace === '' || namespaces.has(namespace);
    if (!exists || here.some((one) => globMatches(one.namespace, namespace))) continue;
    const names = here.map((one) => one.namespace);
    yield `\`destinations\` must hold each namespace that an Application of the project brings objects to, got ${shown(names)}; add '${namespace}'`;
  }
}

function isSameCluster(admitted: Destination, wanted: Destination): boolean {
  return (['server', 'name'] as const).some((field) => {
    const value = wanted[field];
    return value !== undefined && globMatches(admitted[field] ?? '', value);
  });
}

function* kindFaults(held: readonly Manifest[], { object: project }: Manifest): Generator<string> {
  const seen = new Set<string>();
  for (const manifest of held) {
    const { object } = manifest;
    const group = groupOf(object);
    const { namespace, name } = object.metadata;
    const scope = scopeOf(group, object.kind) ?? (namespace === undefined ? 'cluster' : 'namespaced');
    const kind = `${group}/${object.kind}`;
    const admitted = scope === 'cluster' ? `${kind}/${name}` : kind;
    if (seen.has(admitted)) continue;
    seen.add(admitted);
    const fault = scope === 'cluster' ? clusterFault(project, kind, name) : namespacedFault(project, kind);
    if (fault !== undefined) yield fault;
  }
}

function isNamespaced({ object }: Manifest): boolean {
  const scope = scopeOf(groupOf(object), object.kind);
  return scope === undefined ? object.metadata.namespace !== undefined : scope === 'namespaced';
}

/** Without a list nothing is admitted. */
function clusterFault(project: Fields, kind: string, name: string): string | undefined {
  const is = (entry: Fields) => matchesKind(entry, kind) && globMatches(text(entry, 'name') ?? '*', name);
  if (!mappings(project, 'spec.clusterResourceWhitelist').some(is))
    return `\`clusterResourceWhitelist\` must hold ${kind} '${name}', which an Application of the project brings; add it or move the object`;
  if (mappings(project, 'spec.clusterResourceBlacklist').some(is))
    return `\`clusterResourceBlacklist\` must not hold ${kind} '${name}', which an Application of the project brings; remove it or move the object`;
  return undefined;
}

/** Without a list everything is admitted. */
function namespacedFault(project: Fields, kind: string): string | undefined {
  const is = (entry: Fields) => matchesKind(entry, kind);
  const lists = at(project, 'spec.namespaceResourceWhitelist') !== undefined;
  if (lists && !mappings(project, 'spec.namespaceResourceWhitelist').some(is))
    return `\`namespaceResourceWhitelist\` must hold ${kind}, which an Application of the project brings; add it or move the object`;
  if (mappings(project, 'spec.namespaceResourceBlacklist').some(is))
    return `\`namespaceResourceBlacklist\` must not hold ${kind}, which an Application of the project brings; remove it or move the object`;
  return undefined;
}

function matchesKind(entry: Fields, kind: string): boolean {
  const [group = '', name = ''] = kind.split('/');
  return globMatches(text(entry, 'group') ?? '', group) && globMatches(text(entry, 'kind') ?? '', name);
}
