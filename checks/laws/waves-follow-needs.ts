import { groupOf, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { type Application, applicationsOf, folderOf, foldersOf } from '../readers/applications';
import { broughtBy, usedBy } from '../readers/chart-kinds';
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
 * gateway, a kind) has a later wave, and the other is waited for: the bootstrap of an empty cluster goes by waves. Kinds
 * that a chart brings are needed in other apps of apps, too; there the waves of these count.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export const wavesFollowNeeds: Law = {
  id: 'waves-follow-needs',
  *judge(world): Generator<Breach> {
    const folders = foldersOf(world);
    const siblings = new Map<string, Application[]>();
    for (const application of applicationsOf(world))
      push(siblings, folderOf(application.manifest), application);
    const found = [...siblings.values()].flatMap((group) => [...faultsOf(group, folders, world)]);
    yield* decisive([...found, ...chartFaults(world)]);
  },
};

/** What is wrong with an Application, and above which wave it must be for it to be right. */
interface Fault extends Breach {
  readonly bound: number;
}

/** Of each Application the fault whose mending mends the others, the first of several. */
function decisive(faults: readonly Fault[]): Iterable<Fault> {
  const most = new Map<Manifest, Fault>();
  for (const fault of faults) {
    const other = most.get(fault.manifest);
    if (other === undefined || other.bound < fault.bound) most.set(fault.manifest, fault);
  }
  return most.values();
}

function* faultsOf(group: readonly Application[], folders: Folders, world: World): Generator<Fault> {
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
      yield { manifest: application.manifest, message, bound: maker.wave };
    }
  }
}

/** What nobody waits for may itself come before what it needs, and is tried again. */
function faultOf({ wave, waitedFor }: Application, maker: Application, thing: string): string | undefined {
  const other = `Application '${maker.manifest.object.metadata.name}', which makes ${thing}`;
  if (maker.wave >= wave)
    return `\`sync-wave\` must be above that of ${other}, got ${wave} against ${maker.wave}; raise it or lower the other`;
  return maker.waitedFor || !waitedFor
    ? undefined
    : `must be able to wait for ${other}: remove its annotation argocd.argoproj.io/ignore-healthcheck`;
}

/** An Application that uses a kind is made after the one whose chart brings it, wherever the two stand. */
function* chartFaults(world: World): Generator<Fault> {
  const applications = applicationsOf(world);
  const makers = new Map<string, Application>();
  for (const application of applications) {
    for (const group of broughtBy(application, world)) makers.set(group, application);
  }
  for (const application of makers.size === 0 ? [] : applications) {
    const told = new Set<Application>();
    for (const group of usedBy(application, world)) {
      const maker = makers.get(group);
      if (maker === undefined || maker === application || told.has(maker)) continue;
      const fault = orderFault(lineOf(application, applications), lineOf(maker, applications), group);
      if (fault === undefined) continue;
      told.add(maker);
      yield { manifest: application.manifest, ...fault };
    }
  }
}

/** An Application and those that bring it, the outermost first; two that bring each other are no line. */
function lineOf(
  application: Application,
  all: readonly Application[],
  below: readonly Application[] = [],
): readonly Application[] {
  const own = folderOf(application.manifest);
  const line = [application, ...below];
  const parent = all.find((one) => one.folders.includes(own) && !line.includes(one));
  return parent === undefined ? line : lineOf(parent, all, line);
}

/**
 * Where two lines part, their waves say which comes first; from there on the maker's side is waited for. Without a common
 * app of apps nobody knows.
 */
function orderFault(
  user: readonly Application[],
  maker: readonly Application[],
  group: string,
): Omit<Fault, 'manifest'> | undefined {
  const parted = user.findIndex((one, index) => one !== maker[index]);
  const [first, second] = [user[parted], maker[parted]];
  if (first === undefined || second === undefined) return undefined;
  if (folderOf(first.manifest) !== folderOf(second.manifest)) return undefined;
  const thing = `kinds of '${group}'`;
  const ignored = maker.slice(parted).find(({ waitedFor }) => !waitedFor);
  const message =
    faultOf(first, second, thing) ??
    (ignored && faultOf(first, { ...ignored, wave: Number.NEGATIVE_INFINITY }, thing));
  return message === undefined ? undefined : { message, bound: second.wave };
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
