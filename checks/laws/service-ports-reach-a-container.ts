import { describe } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { namespaceOf } from '../readers/namespaces';
import type { Pods } from '../readers/pods';
import { containerPort, containerPortsOf, portsProbedInVain } from '../readers/ports';
import { at, mappings, text } from '../readers/read';
import { podIndexOf } from '../readers/selectors';
import { serviceSelectorOf } from '../readers/service-selector';
import { shown } from '../readers/show';

/**
 * A port of a Service leads to a port that a container of each selected pod declares, by name or by number: to any
 * other the Service connects and is refused. A port that the pod's own probes ask in vain, too, is up to
 * `serving-pods-are-probed`.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
export const servicePortsReachAContainer: Law = {
  id: 'service-ports-reach-a-container',
  *judge(world): Generator<Breach> {
    const index = podIndexOf(world);
    for (const manifest of world.ofKind('', 'Service')) {
      const labels = serviceSelectorOf(manifest.object);
      if (Object.keys(labels).length === 0) continue;
      const selected = index.selected(namespaceOf(manifest), { matchLabels: labels });
      for (const [position, port] of mappings(manifest.object, 'spec.ports').entries()) {
        const wanted = at(port, 'targetPort') ?? at(port, 'port');
        const missing = selected.find(
          (pods) =>
            containerPort(containerPortsOf(pods), wanted, text(port, 'protocol')) === undefined &&
            !isProbedInVain(pods, wanted),
        );
        if (missing === undefined) continue;
        const message = `\`ports[${position}].targetPort\` must be a port of a container of ${describe(missing.manifest)}, got ${shown(wanted)}; use one that the container declares with the same protocol`;
        yield { manifest, message };
      }
    }
  },
};

function isProbedInVain({ spec, serves }: Pods, port: unknown): boolean {
  if (!serves || typeof port !== 'string') return false;
  return mappings(spec, 'containers').some((container) => portsProbedInVain(container).has(port));
}
