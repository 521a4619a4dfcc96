import { mapping, strings, text } from '../../../checks/readers/read';
import { IGNORE_HEALTH } from '../../../environments/operators';
import type { KubernetesObject } from '../../../synth/manifest';
import { type DistObject, readDist } from '../../admission/documents';
import { DIST } from '../ground';

/** An Application as `dist/` has it. */
export interface DistApplication {
  readonly name: string;
  readonly project: string;
  readonly wave: number;
  /** File below `dist/` that it stands in. */
  readonly file: string;
  /** First folder of that file: its cluster or its environment. */
  readonly tree: string;
  /** Folder below `dist/` that it syncs; empty for a chart. */
  readonly folder: string;
  /** Namespace of what names none; empty where it has none. */
  readonly namespace: string;
  /** Whether what brings it waits for it, before later waves. */
  readonly isWaitedFor: boolean;
}

const documents = readDist(DIST);

/** Every Application of `dist/`, in the order of the files. */
export const distApplications = documents
  .filter(({ object }) => object.kind === 'Application')
  .map(applicationIn);

/** Every AppProject of `dist/`. */
export const distProjects = documents
  .filter(({ object }) => object.kind === 'AppProject')
  .map(({ title, object }) => {
    const file = fileOf({ title });
    return { name: object.metadata.name, tree: file.split('/')[0] ?? '', file, object };
  });

function applicationIn({ title, object }: DistObject): DistApplication {
  const file = fileOf({ title });
  const annotations = strings(object, 'metadata.annotations');
  return {
    name: object.metadata.name,
    project: text(object, 'spec.project') ?? '',
    wave: Number(annotations['argocd.argoproj.io/sync-wave'] ?? 0),
    file,
    tree: file.split('/')[0] ?? '',
    // Paths of sources begin at the root of the repository.
    folder: (text(object, 'spec.source.path') ?? '').replace(/^dist\//, ''),
    namespace: text(mapping(object, 'spec.destination'), 'namespace') ?? '',
    isWaitedFor: annotations[IGNORE_HEALTH] !== 'true',
  };
}

/** Whether the Application syncs this file of `dist/`. */
export function holds({ folder }: DistApplication, file: string): boolean {
  return folder !== '' && file.startsWith(`${folder}/`);
}

/** Applications that this one brings. */
function childrenOf(parent: DistApplication): readonly DistApplication[] {
  return distApplications.filter((child) => child !== parent && holds(parent, child.file));
}

/** The Application and all that it brings, directly or not, as far as it is waited for. */
function waitedFamilyOf(application: DistApplication): readonly DistApplication[] {
  if (!application.isWaitedFor) return [];
  return [application, ...childrenOf(application).flatMap(waitedFamilyOf)];
}

/**
 * Applications that must be well before this one is made: earlier waves beside it, and beside each that brings it, but
 * for those that nothing waits for.
 */
export function predecessorsOf(application: DistApplication): readonly DistApplication[] {
  const parent = distApplications.find((found) => childrenOf(found).includes(application));
  if (parent === undefined) return [];
  const earlier = childrenOf(parent).filter(({ wave }) => wave < application.wave);
  return [...predecessorsOf(parent), ...earlier.flatMap(waitedFamilyOf)];
}

/** An object of `dist/` and its file. */
export interface FileObject {
  /** Path below `dist/`. */
  readonly file: string;
  readonly object: KubernetesObject;
}

/** What an Application syncs. */
export function objectsOf(application: DistApplication): readonly FileObject[] {
  return documents
    .map((document) => ({ file: fileOf(document), object: document.object }))
    .filter(({ file }) => holds(application, file));
}

/** Applications that hold objects of this kind in this tree. */
export function applicationsWith(kind: string, tree: string): readonly DistApplication[] {
  return distApplications.filter(
    (application) =>
      application.tree === tree && objectsOf(application).some(({ object }) => object.kind === kind),
  );
}

function fileOf({ title }: Pick<DistObject, 'title'>): string {
  return title.replace(/#\d+$/, '');
}
