import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { type Application, applicationsOf, foldersOf, projectOf } from '../readers/applications';
import { type Namespaces, namespacesOf } from '../readers/namespaces';
import { shown } from '../readers/show';
import type { World } from '../world';

/** Folders without an Application that a message names at most. */
const MOST_REMEDIES = 3;

type Folders = ReadonlyMap<string, readonly Manifest[]>;

/**
 * Each folder that is rendered is synced by one Application, each Application syncs a folder that is rendered, and its
 * destination and its project are there. Trees without any Application are synced by somebody else.
 */
export const applicationsAgreeWithTheTree: Law = {
  id: 'applications-agree-with-the-tree',
  *judge(world): Generator<Breach> {
    const applications = applicationsOf(world);
    if (applications.length === 0) return;
    const folders = foldersOf(world);
    const synced = syncedBy(applications);
    const strays = applications.filter((application) => isStray(application, folders, synced));
    const lost = [...folders].filter(([folder]) => !synced.has(folder));
    for (const application of strays) {
      const message = strayMessage(
        application,
        synced,
        lost.map(([folder]) => folder),
      );
      yield { manifest: application.manifest, message };
    }
    for (const [folder, [manifest]] of strays.length > 0 ? [] : lost) {
      const message = `folder '${folder}' must be synced by an Application, got none; render one with that folder as its \`source.path\``;
      if (manifest !== undefined) yield { manifest, message };
    }
    const namespaces = namespacesOf(world);
    for (const application of applications) {
      const { manifest } = application;
      const destination = strays.includes(application)
        ? []
        : destinationFaults(application, folders, namespaces);
      const others = [...recursionFaults(application), ...projectFaults(application, world)];
      for (const message of [...destination, ...others]) yield { manifest, message };
    }
  },
};

/** The Application that syncs each folder: of several the one that is named for it. */
function syncedBy(applications: readonly Application[]): ReadonlyMap<string, Application> {
  const synced = new Map<string, Application>();
  for (const application of applications) {
    for (const folder of application.folders) {
      const isNamedForIt = application.manifest.object.metadata.name === folder.replace('/', '-');
      if (isNamedForIt || !synced.has(folder)) synced.set(folder, application);
    }
  }
  return synced;
}

/** Whether an Application syncs a folder that nobody renders or that another one syncs, too. */
function isStray(
  application: Application,
  folders: Folders,
  synced: ReadonlyMap<string, Application>,
): boolean {
  return application.folders.some((folder) => !folders.has(folder) || synced.get(folder) !== application);
}

function strayMessage(
  application: Application,
  synced: ReadonlyMap<string, Application>,
  lost: readonly string[],
): string {
  const owners = application.folders.flatMap((folder) => synced.get(folder) ?? []);
  const owner = owners.find((one) => one !== application);
  const why = owner === undefined ? '' : `, which Application '${owner.manifest.object.metadata.name}' syncs`;
  const remedy =
    lost.length === 0 ? 'remove the Application' : `use ${lost.slice(0, MOST_REMEDIES).join(' or ')}`;
  return `\`source.path\` must end in the \`<tree>/<application>\` of a folder that is rendered and that no other Application syncs, got ${application.folders.join(', ')}${why}; ${remedy}`;
}

function* destinationFaults(
  { destination: { namespace }, folders: own }: Application,
  folders: Folders,
  namespaces: Namespaces,
): Generator<string> {
  const objects = own.flatMap((folder) => folders.get(folder) ?? []);
  const held = [...new Set(objects.flatMap(({ object }) => object.metadata.namespace ?? []))];
  if (held.length > 0 && !held.includes(namespace))
    yield `\`destination.namespace\` must be a namespace of what the folder holds, got ${shown(namespace)}; use ${held.join(' or ')}`;
  else if (namespace !== '' && !namespaces.has(namespace))
    yield `\`destination.namespace\` must be rendered or be one that the cluster brings, got ${shown(namespace)}; render it or correct it`;
}

function* recursionFaults({ recurses }: Application): Generator<string> {
  if (!recurses)
    yield '`source.directory.recurse` must be true: objects lie in a folder for their namespace; set it';
}

function* projectFaults(application: Application, world: World): Generator<string> {
  if (projectOf(world, application) !== undefined) return;
  yield `\`project\` must name an AppProject of namespace '${application.namespace ?? 'default'}', got ${shown(application.project)}; render it or correct it`;
}
