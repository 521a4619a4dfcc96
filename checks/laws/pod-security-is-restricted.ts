import type { Law } from '../law';
import { BASELINE } from '../readers/pod-security/baseline';
import type { Control } from '../readers/pod-security/control';
import { type Level, levelOf } from '../readers/pod-security/level';
import { RESTRICTED } from '../readers/pod-security/restricted';

const CONTROLS: Readonly<Record<Level, readonly Control[]>> = {
  privileged: [],
  baseline: BASELINE,
  restricted: RESTRICTED,
};

/**
 * Pods keep every control of the Pod Security Standard `restricted`, or of the level that their Namespace
 * enforces.
 *
 * On Windows (`os.name`) privilege escalation, capabilities and seccomp are not judged; in a user namespace
 * (`hostUsers: false`) running as root is not, as from Kubernetes 1.35.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const podSecurityIsRestricted: Law = {
  id: 'pod-security-is-restricted',
  *judge(world) {
    for (const pods of world.pods) {
      for (const control of CONTROLS[levelOf(world, pods.namespace)]) {
        for (const message of control(pods)) yield { manifest: pods.manifest, message };
      }
    }
  },
};
