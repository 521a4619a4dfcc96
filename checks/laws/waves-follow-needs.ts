import { groupOf, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { type Application, applicationsOf, folderOf, foldersOf } from '../readers/applications';
import { GATEWAY_API, parentsOf } from '../readers/gateways';
import { podsOf } from '../readers/pods';
import { text } from '../readers/read';
import { push } from '../readers/selectors';
import type { World } from '../world';

/** Kinds that others cannot do without when they are made. */
const MAKES = new Set([
  '/Namespace',
  'scheduling.k8s.io/PriorityClass',
  `${GATEWAY_API}/Gateway`,
  'apiextensions.k8s.io/CustomResourceDefinition',
]);

type Folders = ReadonlyMap<string, readonly Manifest[]>;

/**
 * Among the Applications of one app of apps, one that uses what another makes (a namespace, a priority class, a
 * gateway, a kind) has a later wave, and the other is waited for: the bootstrap of an empty cluster goes by waves.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export const wavesFollowNeeds: Law = {
  id: 'waves-follow-needs',
  *judge(world): Generator<Breach> {
    const folders = foldersOf(world);
    const siblings = new Map<string, Application[]>();
    for (const application of applicationsOf(world))
      push(siblings, folderOf(application.manifest), application);
    for (const group of siblings.values()) yield* faultsOf(group, folders, world);
  },
};

function* faultsOf(group: readonly Application[], folders: Folders, world: World): Generator<Breach> {
  const makers = new Map<string, Application>();
  for (const application of group) {
    for (const thing of heldBy(application, folders).flatMap(madeBy)) makers.set(thing, application);
  }
  for (const application of group) {
    const told = new Set<Application>();
    for (const thing of needsOf(application, folders, world)) {
      const maker = makers.get(thing);
      if (maker === undefined || maker === application || told.has(maker)) continue;
      const message = faultOf(application, maker, thing);
      if (message === undefined) continue;
      told.add(maker);
      yield { manifest: application.manifest, message };
    }
  }
}

function faultOf({ wave }: Application, maker: Application, thing: string): string | undefined {
  const other = `Application '${maker.manifest.object.metadata.name}', which makes ${thing}`;
  if (maker.wave >= wave)
    return `\`sync-wave\` must be above that of ${other}, got ${wave} against ${maker.wave}; raise it or lower the other`;
  return maker.waitedFor
    ? undefined
    : `must be able to wait for ${other}: remove its annotation argocd.argoproj.io/ignore-healthcheck`;
}

function heldBy({ folders: own }: Application, folders: Folders): readonly Manifest[] {
  return own.flatMap((folder) => folders.get(folder) ?? []);
}

function madeBy({ object }: Manifest): string[] {
  const kind = `${groupOf(object)}/${object.kind}`;
  if (!MAKES.has(kind)) return [];
  const { namespace, name } = object.metadata;
  if (object.kind !== 'CustomResourceDefinition') return [thingOf(object.kind, name, namespace)];
  return [thingOf('kind', `${text(object, 'spec.group')}/${text(object, 'spec.names.kind')}`)];
}

function* needsOf(application: Application, folders: Folders, world: World): Generator<string> {
  if (application.destination.namespace !== '') yield thingOf('Namespace', application.destination.namespace);
  for (const manifest of heldBy(application, folders)) {
    const { object } = manifest;
    const { namespace } = object.metadata;
    yield thingOf('kind', `${groupOf(object)}/${object.kind}`);
    if (namespace !== undefined) yield thingOf('Namespace', namespace);
    for (const { spec } of podsOf(manifest)) {
      yield thingOf('PriorityClass', text(spec, 'priorityClassName') ?? '');
    }
    for (const { gateway } of parentsOf(manifest, world)) {
      if (gateway !== undefined)
        yield thingOf('Gateway', gateway.object.metadata.name, gateway.object.metadata.namespace);
    }
  }
}

/** What is made and used, as a message calls it. */
function thingOf(kind: string, name: string, namespace?: string): string {
  return `${kind} '${namespace === undefined ? name : `${namespace}/${name}`}'`;
}
