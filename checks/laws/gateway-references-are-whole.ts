import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { GATEWAY_API, routesOf } from '../readers/gateways';
import { type Fields, mappings } from '../readers/read';

/** Fields of each sort of reference that the server fills in where they are left out. */
const DEFAULTED = {
  parentRefs: ['group', 'kind'],
  backendRefs: ['group', 'kind', 'weight'],
  certificateRefs: ['group', 'kind'],
} as const;

/**
 * References of Gateways and routes spell out what the server would fill in: Argo CD compares lists of kinds that it has
 * no schema of as they are written, and would be OutOfSync for ever.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
 */
export const gatewayReferencesAreWhole: Law = {
  id: 'gateway-references-are-whole',
  *judge(world): Generator<Breach> {
    for (const route of routesOf(world)) {
      const rules = mappings(route.object, 'spec.rules');
      yield* faultsIn(route, 'parentRefs', mappings(route.object, 'spec.parentRefs'));
      for (const rule of rules) yield* faultsIn(route, 'backendRefs', mappings(rule, 'backendRefs'));
    }
    for (const gateway of world.ofKind(GATEWAY_API, 'Gateway')) {
      for (const listener of mappings(gateway.object, 'spec.listeners'))
        yield* faultsIn(gateway, 'certificateRefs', mappings(listener, 'tls.certificateRefs'));
    }
  },
};

function* faultsIn(
  manifest: Manifest,
  sort: keyof typeof DEFAULTED,
  references: readonly Fields[],
): Generator<Breach> {
  for (const reference of references) {
    const missing = DEFAULTED[sort].filter((field) => reference[field] === undefined);
    if (missing.length === 0) continue;
    const names = missing.map((field) => `\`${field}\``).join(' and ');
    const message = `\`${sort}\` to '${reference['name']}' must have ${names}, got nothing: the server fills in what Argo CD then takes for a change; write the default out`;
    yield { manifest, message };
  }
}
