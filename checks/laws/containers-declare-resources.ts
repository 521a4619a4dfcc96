import { amountOf } from '../../values/quantity';
import type { Law } from '../law';
import { type Fields, mapping, mappings } from '../readers/read';
import { calledContainer, shown } from '../readers/show';

/** No limit of CPU: it only makes a program slow while the node is idle. */
const DECLARED = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['requests', 'ephemeral-storage'],
  ['limits', 'memory'],
  ['limits', 'ephemeral-storage'],
] as const;

/** CPU adds up in floating point: 0.7 and 700m must not differ. */
const ROUNDING = 1 + 1e-9;

/**
 * Every container says what it needs and where it ends: requests of CPU, memory and ephemeral storage, limits of
 * memory and ephemeral storage, and no request above its limit. So every resource that an autoscaler can measure
 * is requested, sidecars included.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export const containersDeclareResources: Law = {
  id: 'containers-declare-resources',
  *judge({ pods }) {
    for (const { manifest, spec } of pods) {
      for (const container of [...mappings(spec, 'initContainers'), ...mappings(spec, 'containers')]) {
        for (const message of faultsOf(container)) yield { manifest, message };
      }
    }
  },
};

function* faultsOf(container: Fields): Iterable<string> {
  const owner = calledContainer(container);
  const missing: string[] = [];
  for (const [list, resource] of DECLARED) {
    const value = mapping(container, `resources.${list}`)[resource];
    if (value === undefined || value === null) missing.push(`${list}.${resource}`);
    else if (!((amountOf(value) ?? 0) > 0)) {
      yield `\`resources.${list}.${resource}\` of ${owner} must be a quantity above 0, got ${shown(value)}`;
    }
  }
  if (missing.length > 0)
    yield `\`resources\` of ${owner} must hold ${missing.join(', ')}, got nothing there`;
  const limits = mapping(container, 'resources.limits');
  for (const [resource, request] of Object.entries(mapping(container, 'resources.requests'))) {
    const limit = amountOf(limits[resource]);
    if (limit !== undefined && (amountOf(request) ?? 0) > limit * ROUNDING) {
      yield `\`resources.requests.${resource}\` of ${owner} must be at most its limit ${shown(limits[resource])}, got ${shown(request)}`;
    }
  }
}
