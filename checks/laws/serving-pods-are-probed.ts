import { isDeepStrictEqual } from 'node:util';
import type { Law } from '../law';
import { PROBES, portsProbedInVain } from '../readers/ports';
import { at, type Fields, isMapping, mappings, text } from '../readers/read';
import { calledContainer, shown } from '../readers/show';

const HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

/**
 * Every main container of a serving pod tells when it has started, whether it can serve and whether it is alive,
 * and the last two ask different things: else a busy pod is killed instead of spared. A `host` in a probe is
 * refused by `pod-security-is-restricted`.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes
 */
export const servingPodsAreProbed: Law = {
  id: 'serving-pods-are-probed',
  *judge({ pods }) {
    for (const { manifest, spec, serves } of pods) {
      if (!serves) continue;
      for (const container of mappings(spec, 'containers')) {
        for (const message of faultsOf(container)) yield { manifest, message };
      }
    }
  },
};

function* faultsOf(container: Fields): Iterable<string> {
  const owner = calledContainer(container);
  const missing = PROBES.filter((probe) => !isMapping(container[probe]));
  if (missing.length > 0) {
    yield `${owner} must have ${PROBES.join(', ')}, got no ${missing.join(', no ')}`;
  }
  const { livenessProbe, readinessProbe } = container;
  if (isMapping(readinessProbe) && isDeepStrictEqual(handlerOf(livenessProbe), handlerOf(readinessProbe))) {
    yield `\`livenessProbe\` of ${owner} must not ask what its \`readinessProbe\` asks, got ${shown(handlerOf(livenessProbe))}`;
  }
  yield* portFaults(container);
}

function* portFaults(container: Fields): Iterable<string> {
  const ports = mappings(container, 'ports').flatMap((port) => text(port, 'name') ?? []);
  for (const port of portsProbedInVain(container)) {
    yield `probes of ${calledContainer(container)} must ask one of its ports, got '${port}'; it has ${ports.map(shown).join(', ') || 'none'}`;
  }
}

function handlerOf(probe: unknown): Fields {
  return Object.fromEntries(
    HANDLERS.map((handler) => [handler, at(probe, handler)]).filter(([, value]) => value !== undefined),
  );
}
