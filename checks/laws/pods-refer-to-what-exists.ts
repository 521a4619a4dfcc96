import type { Breach, Law } from '../law';
import { distributedConfigMapsOf } from '../readers/config-maps';
import { type PodReference, podReferencesOf } from '../readers/pod-references';
import type { Pods } from '../readers/pods';
import { mapping, mappings, text } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/** PriorityClasses that every cluster has. */
const BUILT_IN_PRIORITIES = new Set(['system-cluster-critical', 'system-node-critical']);

/**
 * What a pod names is there: ConfigMaps and their keys, the ServiceAccount, claims and the PriorityClass; a pod
 * waits for what is missing without an end. References marked `optional` may miss. Secrets have a law of their own.
 */
export const podsReferToWhatExists: Law = {
  id: 'pods-refer-to-what-exists',
  *judge(world): Generator<Breach> {
    const distributed = distributedConfigMapsOf(world);
    for (const pods of world.pods) {
      const { manifest } = pods;
      for (const message of identityFaults(pods, world)) yield { manifest, message };
      for (const reference of podReferencesOf(pods)) {
        if (reference.kind !== 'ConfigMap' || reference.optional) continue;
        if (distributed.has(pods.namespace, reference.name)) continue;
        const message = configMapFault(pods, reference, world);
        if (message !== undefined) yield { manifest, message };
      }
    }
  },
};

function* identityFaults({ manifest, spec }: Pods, world: World): Generator<string> {
  const { namespace } = manifest.object.metadata;
  const account = text(spec, 'serviceAccountName') ?? 'default';
  if (account !== 'default' && world.find('', 'ServiceAccount', namespace, account) === undefined) {
    yield missing('`serviceAccountName`', 'a ServiceAccount of its namespace', account);
  }
  const priority = text(spec, 'priorityClassName') ?? '';
  const known =
    BUILT_IN_PRIORITIES.has(priority) ||
    world.find('scheduling.k8s.io', 'PriorityClass', undefined, priority) !== undefined;
  if (priority !== '' && !known) yield missing('`priorityClassName`', 'a PriorityClass', priority);
  for (const volume of mappings(spec, 'volumes')) {
    const claim = text(volume, 'persistentVolumeClaim.claimName');
    if (claim === undefined || world.find('', 'PersistentVolumeClaim', namespace, claim) !== undefined)
      continue;
    const field = `volume ${shown(text(volume, 'name'))}`;
    yield missing(field, 'a PersistentVolumeClaim of its namespace', claim);
  }
}

function configMapFault(
  { manifest }: Pods,
  { field, name, keys }: PodReference,
  world: World,
): string | undefined {
  const found = world.find('', 'ConfigMap', manifest.object.metadata.namespace, name);
  if (found === undefined) return missing(field, 'a ConfigMap of its namespace', name);
  const held = { ...mapping(found.object, 'data'), ...mapping(found.object, 'binaryData') };
  const absent = keys.find((key) => !Object.hasOwn(held, key));
  if (absent === undefined) return undefined;
  return `${field} must name a key of ConfigMap '${name}', got ${shown(absent)}; its keys are ${shown(Object.keys(held))}`;
}

function missing(field: string, what: string, name: string): string {
  return `${field} must name ${what}, got ${shown(name)}; render one of that name or correct it`;
}
