import type { Law } from '../law';
import { type Bound, everywhereSet, hasUserNamespace, isWindows } from '../readers/pod-security/control';
import { levelOf } from '../readers/pod-security/level';

const LOWEST = 10_001;

const UNPRIVILEGED: Bound = {
  allows: (value) => typeof value === 'number' && value >= LOWEST,
  words: `at least ${LOWEST}`,
};

/** Where `pod-security-is-restricted` refuses root already: one fault is told once. */
const UNPRIVILEGED_OR_ROOT: Bound = {
  ...UNPRIVILEGED,
  allows: (value) => value === 0 || UNPRIVILEGED.allows(value),
};

const users = everywhereSet('runAsUser', UNPRIVILEGED);
const usersAboveRoot = everywhereSet('runAsUser', UNPRIVILEGED_OR_ROOT);
const groups = everywhereSet('runAsGroup', UNPRIVILEGED);

/**
 * User and group of every container are set and at least 10001, so that they are no user of a node, whatever the
 * image says. Windows has no such ids.
 */
export const usersAreUnprivileged: Law = {
  id: 'users-are-unprivileged',
  *judge(world) {
    for (const pods of world.pods) {
      const { manifest, namespace, spec } = pods;
      if (isWindows(spec)) continue;
      const rootIsRefused = levelOf(world, namespace) === 'restricted' && !hasUserNamespace(spec);
      for (const control of [rootIsRefused ? usersAboveRoot : users, groups]) {
        for (const message of control(pods)) yield { manifest, message };
      }
    }
  },
};
