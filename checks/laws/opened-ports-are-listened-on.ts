import type { Breach, Law } from '../law';
import { edgesOf } from '../readers/edges';
import { isListenedOn } from '../readers/endpoint';
import { policiesOf, rulesOf, shownPort } from '../readers/policies';
import { shown } from '../readers/show';

/**
 * A port that a policy opens to incoming traffic is one on which a container of its pods listens: the rule sees the
 * port of the pod, not that of the Service in front of it.
 */
export const openedPortsAreListenedOn: Law = {
  id: 'opened-ports-are-listened-on',
  *judge(world): Generator<Breach> {
    const edges = edgesOf(world);
    for (const manifest of policiesOf(world)) {
      for (const rule of rulesOf(manifest)) {
        if (rule.direction !== 'ingress') continue;
        const servers = edges.selected(rule.namespace, rule.podSelector);
        if (servers.length === 0) continue;
        for (const [index, port] of rule.ports.entries()) {
          if (servers.some((server) => isListenedOn(server, port))) continue;
          const ports = servers.flatMap((server) => (server.ports ?? []).map((own) => own.port));
          const message = `\`${rule.field}.ports[${index}]\` must be a port on which a container of the pods listens, got ${shownPort(port)}; their ports are ${shown([...new Set(ports)])}`;
          yield { manifest, message };
        }
      }
    }
  },
};
