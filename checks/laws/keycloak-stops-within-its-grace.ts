import type { Breach, Law } from '../law';
import { type KeycloakServers, keycloakServersOf, secondsOf } from '../readers/keycloak';
import { number } from '../readers/read';

/** What Keycloak takes where nobody says otherwise, in seconds. */
const DEFAULTS = { KC_SHUTDOWN_DELAY: 1, KC_SHUTDOWN_TIMEOUT: 10 } as const;

/** Time that the process itself needs to end, in seconds. */
const MARGIN = 5;

/** What the kubelet gives a pod that says nothing, in seconds. */
const DEFAULT_GRACE = 30;

/**
 * A server of Keycloak that is stopped hands its sessions over before the kubelet kills it: the grace period covers the wait
 * before it is told, its own delay and time-out, and 5 s more.
 * @see https://www.keycloak.org/server/reverseproxy
 */
export const keycloakStopsWithinItsGrace: Law = {
  id: 'keycloak-stops-within-its-grace',
  *judge(world): Generator<Breach> {
    for (const servers of keycloakServersOf(world)) {
      const { manifest, spec } = servers.pods;
      const grace = number(spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
      const wait = number(servers.container, 'lifecycle.preStop.sleep.seconds') ?? 0;
      const delay = optionOf(servers, 'KC_SHUTDOWN_DELAY');
      const timeout = optionOf(servers, 'KC_SHUTDOWN_TIMEOUT');
      if (grace >= wait + delay + timeout + MARGIN) continue;
      const message = `\`terminationGracePeriodSeconds\` must be at least ${wait + delay + timeout + MARGIN}: ${wait} of \`preStop\`, ${delay} of KC_SHUTDOWN_DELAY, ${timeout} of KC_SHUTDOWN_TIMEOUT and ${MARGIN} to end, got ${grace}; raise it`;
      yield { manifest, message };
    }
  },
};

function optionOf({ options }: KeycloakServers, name: keyof typeof DEFAULTS): number {
  return secondsOf(options[name] ?? '') ?? DEFAULTS[name];
}
