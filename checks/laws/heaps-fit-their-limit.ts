import { amountOf, byteText } from '../../values/quantity';
import type { Breach, Law } from '../law';
import { keycloakServersOf, memoryLimitOf } from '../readers/keycloak';
import { shown } from '../readers/show';

/** Memory of a server beside its heap. @see https://www.keycloak.org/high-availability/concepts-memory-and-cpu-sizing */
const BESIDE_HEAP = 300 * 1024 ** 2;

/** Share of the limit that the heap takes where nobody says otherwise, in percent. */
const DEFAULT_PERCENT = 70;

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * Keycloak's heap leaves 300 MiB of the memory limit to everything else; without a limit it would follow the node
 * (codecentric/helm-charts#766).
 */
export const heapsFitTheirLimit: Law = {
  id: 'heaps-fit-their-limit',
  *judge(world): Generator<Breach> {
    for (const servers of keycloakServersOf(world)) {
      const { manifest } = servers.pods;
      const written = memoryLimitOf(servers);
      const limit = amountOf(written);
      if (limit === undefined) continue;
      const heap = heapOf(servers.options['JAVA_OPTS_KC_HEAP'] ?? servers.options['JAVA_OPTS'] ?? '', limit);
      if (heap + BESIDE_HEAP <= limit) continue;
      const message = `\`resources.limits.memory\` must hold the heap (${byteText(heap)}) and 300Mi beside it, got ${shown(written)}; raise it or lower the heap's share`;
      yield { manifest, message };
    }
  },
};

/** The largest heap that options allow: a size, or a share of the limit. */
function heapOf(options: string, limit: number): number {
  const [, size, unit = ''] = /-Xmx(\d{1,12})([kmg]?)/i.exec(options) ?? [];
  if (size !== undefined) return Number(size) * (UNITS[unit.toLowerCase()] ?? 1);
  const [, percent] = /-XX:MaxRAMPercentage=(\d{1,3}(?:\.\d+)?)/.exec(options) ?? [];
  return (limit * Number(percent ?? DEFAULT_PERCENT)) / 100;
}
