import type { Breach, Law } from '../law';
import { GATEWAY_API } from '../readers/gateways';
import { text } from '../readers/read';
import { shown } from '../readers/show';

/** A Gateway is of a class that a controller of the cluster serves: of any other nobody takes notice. */
export const gatewaysHaveAClass: Law = {
  id: 'gateways-have-a-class',
  *judge(world): Generator<Breach> {
    const classes = new Set([
      ...world.surroundings.gatewayClasses.map(({ name }) => name),
      ...world.ofKind(GATEWAY_API, 'GatewayClass').map(({ object }) => object.metadata.name),
    ]);
    for (const manifest of world.ofKind(GATEWAY_API, 'Gateway')) {
      const name = text(manifest.object, 'spec.gatewayClassName');
      if (name !== undefined && classes.has(name)) continue;
      const message = `\`gatewayClassName\` must name a GatewayClass of the cluster, got ${shown(name)}; use one of ${shown([...classes])}`;
      yield { manifest, message };
    }
  },
};
