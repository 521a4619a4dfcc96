import type { Law } from '../law';
import { shown } from '../readers/show';

/**
 * The Services of a namespace do not become environment variables: one named `bentoml` would set `BENTOML_PORT`
 * to `tcp://…`.
 * @see https://kubernetes.io/docs/tutorials/services/connect-applications-service/#accessing-the-service
 */
export const serviceLinksAreOff: Law = {
  id: 'service-links-are-off',
  *judge({ pods }) {
    for (const { manifest, spec } of pods) {
      const value = spec['enableServiceLinks'];
      if (value === false) continue;
      yield { manifest, message: `\`enableServiceLinks\` must be false, got ${shown(value)}` };
    }
  },
};
