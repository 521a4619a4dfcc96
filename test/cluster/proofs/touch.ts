import { mapping, strings } from '../../../checks/readers/read';
import type { Cluster } from '../cluster';
import { editObject } from './change';
import { live } from './live-object';
import { type DistApplication, type FileObject, objectsOf } from './tree';

/** A change of it moves nothing in the cluster, so a proof with it measures Argo CD alone. */
const ANNOTATION = 'data-frost.test/touched';

/** Kinds that nothing restarts for, the one first that most Applications hold. */
const CHEAP = ['ServiceAccount', 'NetworkPolicy'];

/** The object that `touch` changes. @throws Error when the Application holds none that is cheap to change */
export function cheapObjectOf(application: DistApplication): FileObject {
  const objects = objectsOf(application);
  const found = CHEAP.flatMap((kind) => objects.filter(({ object }) => object.kind === kind))[0];
  if (found === undefined) throw new Error(`${application.name} must hold one of ${CHEAP.join(', ')}`);
  return found;
}

/** Changes one object of the Application in a tree, in a way that harms nobody. */
export function touch(dist: string, application: DistApplication, value: string): void {
  editObject(dist, cheapObjectOf(application).file, (object) => annotate(object, value));
}

/** What the live object was touched with last; empty when it was not. */
export async function touchOf(cluster: Cluster, application: DistApplication): Promise<string> {
  const object = await live(cluster, cheapObjectOf(application).object);
  return strings(object, 'metadata.annotations')[ANNOTATION] ?? '';
}

/** Annotates an object, or a pod template, so that it differs from the one before. */
export function annotate(object: Record<string, unknown>, value: string): void {
  const metadata = mapping(object, 'metadata');
  const annotations = { ...strings(metadata, 'annotations'), [ANNOTATION]: value };
  object['metadata'] = { ...metadata, annotations };
}
