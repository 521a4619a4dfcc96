import type { Law } from '../law';
import { commandOf, keycloakServersOf, optionsOf } from '../readers/keycloak';
import { mappings, text } from '../readers/read';
import { shown } from '../readers/show';

/** Options that are built into the server. @see https://www.keycloak.org/server/all-config?f=build */
const BUILD_OPTIONS = [
  'KC_CACHE',
  'KC_CACHE_STACK',
  'KC_DB',
  'KC_FEATURES',
  'KC_FEATURES_DISABLED',
  'KC_FIPS_MODE',
  'KC_HEALTH_ENABLED',
  'KC_HTTP_MANAGEMENT_RELATIVE_PATH',
  'KC_HTTP_RELATIVE_PATH',
  'KC_METRICS_ENABLED',
  'KC_TRACING_ENABLED',
  'KC_TRANSACTION_XA_ENABLED',
  'KC_VAULT',
];

/**
 * Where an init container builds Keycloak, the server starts without a build of its own, from the same image and with the
 * options that were built in: another value at the start is an error (keycloak#32717, #38249).
 */
export const keycloakStartsAsItWasBuilt: Law = {
  id: 'keycloak-starts-as-it-was-built',
  *judge(world) {
    for (const { pods, container, options } of keycloakServersOf(world)) {
      const { manifest } = pods;
      for (const builder of mappings(pods.spec, 'initContainers')) {
        if (!/kc\.sh build(\s|$)/.test(commandOf(builder))) continue;
        const built = optionsOf(builder);
        for (const name of BUILD_OPTIONS) {
          if (built[name] === options[name]) continue;
          const message = `\`${name}\` must be what it was built with, ${shown(built[name])}, got ${shown(options[name])}; give both containers one list of build options`;
          yield { manifest, message };
        }
        const image = text(builder, 'image');
        if (image !== text(container, 'image')) {
          const message = `\`image\` of the server must be the one that was built, ${shown(image)}, got ${shown(text(container, 'image'))}`;
          yield { manifest, message };
        }
        if (/(^|\s)--optimized(\s|$)/.test(commandOf(container))) continue;
        yield {
          manifest,
          message: '`command` must have --optimized, or the server builds again at each start',
        };
      }
    }
  },
};
