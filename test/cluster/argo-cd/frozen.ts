import { text } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import type { ApiClient } from '../../control-plane/client';
import { awaitApplications, syncByHand } from './applications';
import { activeDenials } from './windows';

/** Seconds for which an earlier wave may keep the first of them from being made. */
const PATIENCE = { seconds: 900, every: 500 };

/** Names of the Applications among these objects that a sync window holds back now. */
export function frozenIn(objects: readonly KubernetesObject[], now: number): readonly string[] {
  const projects = objects
    .filter((object) => object.kind === 'AppProject' && activeDenials(object, now).length > 0)
    .map(({ metadata }) => metadata.name);
  return objects
    .filter(
      (object) => object.kind === 'Application' && projects.includes(text(object, 'spec.project') ?? ''),
    )
    .map(({ metadata }) => metadata.name);
}

/**
 * Syncs each of these Applications once, as the person does who brings up a cluster while a window is active: it stops
 * the bootstrap too. Waits for each to be there and held back.
 */
export async function bringFrozen(client: ApiClient, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const isHeld = ({ sync, operation }: { sync: string; operation: string }): boolean =>
        sync === 'OutOfSync' && operation === '';
      await awaitApplications(client, [name], 'is held back', isHeld, PATIENCE);
      await syncByHand(client, name);
    }),
  );
}
