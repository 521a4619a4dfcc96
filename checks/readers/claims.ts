import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { podsOf } from './pods';
import { type Fields, mapping, mappings, text } from './read';
import { shown } from './show';

/** Storage that is asked for, by a claim of its own or once a pod by a workload. */
export interface Claim {
  readonly manifest: Manifest;
  /** The PersistentVolumeClaim, or the template of those that each pod gets. */
  readonly claim: Fields;
  /**
   * `object`: one claim; `template`: one a pod of a StatefulSet; `instance`: one an instance of a database; `ephemeral`: one
   * a pod, gone with it.
   */
  readonly sort: 'object' | 'template' | 'instance' | 'ephemeral';
  /** What a message calls it; empty for a claim of its own. */
  readonly called: string;
}

/** Every claim of a world. */
export function* claimsOf(world: World): Generator<Claim> {
  for (const manifest of world.ofKind('', 'PersistentVolumeClaim')) {
    yield { manifest, claim: manifest.object, sort: 'object', called: '' };
  }
  for (const { manifest } of world.pods) yield* claimsOfWorkload(manifest);
  for (const manifest of world.ofKind('postgresql.cnpg.io', 'Cluster')) yield claimOfInstances(manifest);
}

/** The volume of each instance of a database: the operator owns it with the object, and it goes with that. */
function claimOfInstances(manifest: Manifest): Claim {
  const { metadata } = manifest.object;
  const storageClassName = text(manifest.object, 'spec.storage.storageClass');
  const requests = { storage: text(manifest.object, 'spec.storage.size') };
  const spec = { ...(storageClassName !== undefined && { storageClassName }), resources: { requests } };
  return { manifest, claim: { metadata, spec }, sort: 'instance', called: '' };
}

/** The claims that each pod of a workload gets. */
export function* claimsOfWorkload(manifest: Manifest): Generator<Claim> {
  for (const claim of mappings(manifest.object, 'spec.volumeClaimTemplates')) {
    const called = ` of claim template ${shown(text(claim, 'metadata.name'))}`;
    yield { manifest, claim, sort: 'template', called };
  }
  for (const volume of podsOf(manifest).flatMap(({ spec }) => mappings(spec, 'volumes'))) {
    if (!Object.hasOwn(volume, 'ephemeral')) continue;
    const claim = mapping(volume, 'ephemeral.volumeClaimTemplate');
    yield { manifest, claim, sort: 'ephemeral', called: ` of volume ${shown(text(volume, 'name'))}` };
  }
}
