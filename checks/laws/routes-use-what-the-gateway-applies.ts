import type { Breach, Law } from '../law';
import { GATEWAY_API, parentsOf } from '../readers/gateways';
import { text } from '../readers/read';
import { type FeatureUse, featuresOf } from '../readers/route-features';

/**
 * An HTTPRoute uses only what its gateway applies: a gateway accepts the rest, too, and then ignores it or answers
 * 500, while the route's status says that all is well.
 */
export const routesUseWhatTheGatewayApplies: Law = {
  id: 'routes-use-what-the-gateway-applies',
  *judge(world): Generator<Breach> {
    const supported = new Map(
      world.surroundings.gatewayClasses.map(({ name, supportedFeatures }) => [
        name,
        new Set(supportedFeatures),
      ]),
    );
    for (const manifest of world.ofKind(GATEWAY_API, 'HTTPRoute')) {
      const names = parentsOf(manifest, world).map(({ gateway }) =>
        text(gateway?.object, 'spec.gatewayClassName'),
      );
      for (const name of new Set(names)) {
        const features = name === undefined ? undefined : supported.get(name);
        if (name === undefined || features === undefined) continue;
        for (const use of featuresOf(manifest, world)) {
          if (use.feature === undefined || !features.has(use.feature))
            yield { manifest, message: messageOf(use, name) };
        }
      }
    }
  },
};

function messageOf({ field, feature }: FeatureUse, className: string): string {
  const got = feature ?? 'what no feature of the Gateway API stands for';
  return `\`${field}\` must be something that GatewayClass '${className}' applies, got ${got}, which is not among its supported features; remove it or do it in the application`;
}
