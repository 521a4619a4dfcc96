import type { Breach, Law } from '../law';
import { strings } from '../readers/read';
import { shown } from '../readers/show';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The level of all namespaces but those of programs of others that need their node. */
const LEVEL = 'restricted';

/**
 * A namespace enforces Pod Security `restricted`, unless it is listed as one of a program that needs its node: without the label the API server admits whatever its own default
 * admits, mostly everything.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const namespacesEnforcePodSecurity: Law = {
  id: 'namespaces-enforce-pod-security',
  *judge(world): Generator<Breach> {
    for (const manifest of world.ofKind('', 'Namespace')) {
      const found = strings(manifest.object, 'metadata.labels')[ENFORCE];
      const isListed = world.surroundings.privilegedNamespaces.includes(manifest.object.metadata.name);
      if (found === LEVEL || (isListed && found === 'privileged')) continue;
      const message = `\`${ENFORCE}\` must be '${LEVEL}', got ${shown(found)}; set the label and mend the pods that it refuses`;
      yield { manifest, message };
    }
  },
};
