import type { Breach, Law } from '../law';
import { edgesOf, type Opening } from '../readers/edges';
import { type Endpoint, endpointOf } from '../readers/endpoint';
import { parentsOf } from '../readers/gateways';
import { type KeycloakServers, keycloakServersOf, portsOf, routesTo } from '../readers/keycloak';
import { policiesOf, rulesOf } from '../readers/policies';
import { at } from '../readers/read';
import { replicasOf, scalersByTarget } from '../readers/scaling';
import { finds } from '../readers/selectors';
import type { World } from '../world';

/** Ports of the servers among themselves: data, and who is still there. */
const PEER_PORTS = [7800, 57_800];

/**
 * Servers of Keycloak reach each other at 7800 and 57800, and nobody else does: who speaks there reads and writes sessions
 * (and without it each server is a cluster of its own, codecentric/helm-charts#758). Health and metrics are shut to the
 * gateway.
 * @see https://www.keycloak.org/server/caching
 */
export const keycloakPeersAreAlone: Law = {
  id: 'keycloak-peers-are-alone',
  *judge(world): Generator<Breach> {
    const scalers = scalersByTarget(world);
    for (const servers of keycloakServersOf(world)) {
      yield* strangerFaults(servers, world);
      const several = (replicasOf(servers.pods, scalers)?.maximum ?? 1) > 1;
      const message = several ? shutFault(servers, world) : undefined;
      if (message !== undefined) yield { manifest: servers.pods.manifest, message };
    }
  },
};

function* strangerFaults(servers: KeycloakServers, world: World): Generator<Breach> {
  const { pods } = servers;
  const { management } = portsOf(servers);
  const gateways = routesTo(world, servers).flatMap((route) =>
    parentsOf(route, world).map(({ gateway }) => gateway?.object.metadata.namespace),
  );
  for (const opening of edgesOf(world).openings) {
    const { rule, others, peerNamespaces } = opening;
    if (!isInto(opening, servers)) continue;
    const peer = PEER_PORTS.find((port) => opens(opening, port));
    if (peer !== undefined && others.some((other) => !isSame(other, servers))) {
      const message = `\`${rule.field}\` must open port ${peer} to the servers themselves alone, got other pods of namespace ${peerNamespaces.join(', ')}; remove the port from the rule`;
      yield { manifest: rule.manifest, message };
    }
    // Prometheus comes with a chart, so none of the pods that we render is it.
    const rendered = others.find((other) => other.ports !== undefined && !isSame(other, servers));
    if (opens(opening, management) && rendered !== undefined) {
      const message = `\`${rule.field}\` must open port ${management} to monitoring alone, got pods of namespace ${rendered.namespace}; remove the port from the rule`;
      yield { manifest: rule.manifest, message };
    }
    if (opens(opening, management) && peerNamespaces.some((name) => gateways.includes(name))) {
      const message = `\`${rule.field}\` must not open port ${management} to the gateway, got namespace ${peerNamespaces.join(', ')}; health and metrics are for monitoring alone`;
      yield { manifest: rule.manifest, message };
    }
  }
  for (const rule of policiesOf(world).flatMap(rulesOf)) {
    const ours =
      rule.direction === 'ingress' && rule.namespace === pods.namespace && finds(rule.podSelector, pods);
    const network = rule.peers.find((one) => at(one, 'ipBlock') !== undefined);
    const port = [...PEER_PORTS, management].find((one) => holds(rule.ports, one));
    if (!ours || network === undefined || port === undefined) continue;
    const message = `\`${rule.field}\` must not open port ${port} to a network, got ${String(at(network, 'ipBlock.cidr'))}; name the pods`;
    yield { manifest: rule.manifest, message };
  }
}

/** Where servers cannot reach each other. */
function shutFault(servers: KeycloakServers, world: World): string | undefined {
  const edges = edgesOf(world);
  const own = endpointOf(servers.pods);
  for (const direction of ['ingress', 'egress'] as const) {
    if (edges.shutterOf(direction, own) === undefined) continue;
    const openings = edges.between(direction, own, own);
    const shut = PEER_PORTS.find((port) => !openings.some((opening) => opens(opening, port)));
    if (shut !== undefined)
      return `must be open to its own pods at port ${shut}, got an ${direction} that shuts it; add a policy between the servers`;
  }
  return undefined;
}

function isInto({ rule }: Opening, { pods }: KeycloakServers): boolean {
  return rule.direction === 'ingress' && rule.namespace === pods.namespace && finds(rule.podSelector, pods);
}

function isSame(other: Endpoint, { pods }: KeycloakServers): boolean {
  return other.namespace === pods.namespace && other.labels === pods.labels;
}

function opens({ rule }: Opening, port: number): boolean {
  return holds(rule.ports, port);
}

function holds(ports: Opening['rule']['ports'], port: number): boolean {
  return ports.length === 0 || ports.some(({ first, last }) => Number(first) <= port && port <= Number(last));
}
