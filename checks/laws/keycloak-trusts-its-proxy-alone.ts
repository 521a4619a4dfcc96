import type { Breach, Law } from '../law';
import { edgesOf } from '../readers/edges';
import { endpointOf } from '../readers/endpoint';
import { parentsOf } from '../readers/gateways';
import { type KeycloakServers, keycloakServersOf, portsOf, routesTo } from '../readers/keycloak';
import { namespacesOf } from '../readers/namespaces';
import { type PolicyRule, policiesOf, rulesOf } from '../readers/policies';
import { at } from '../readers/read';
import { finds } from '../readers/selectors';
import { shown } from '../readers/show';
import type { World } from '../world';

/**
 * Keycloak takes the client's address and the host from headers, so they come from a proxy that it knows; and since it
 * knows that by the network of all pods, a policy lets in the gateway's pods and those of its own namespace alone.
 * @see https://www.keycloak.org/server/reverseproxy#_trusted_proxies
 */
export const keycloakTrustsItsProxyAlone: Law = {
  id: 'keycloak-trusts-its-proxy-alone',
  *judge(world): Generator<Breach> {
    for (const servers of keycloakServersOf(world)) {
      const { manifest } = servers.pods;
      const headers = servers.options['KC_PROXY_HEADERS'] ?? '';
      if (headers === '') {
        if (routesTo(world, servers).length > 0) yield { manifest, message: NO_HEADERS };
        continue;
      }
      const trusted = servers.options['KC_PROXY_TRUSTED_ADDRESSES'] ?? '';
      if (trusted === '' || trusted.includes('/0')) {
        const message = `\`KC_PROXY_TRUSTED_ADDRESSES\` must name the proxies whose headers count, got ${shown(trusted)}, which trusts everybody; set it to the network of the gateway's pods`;
        yield { manifest, message };
      }
      yield* policyFaults(servers, world);
    }
  },
};

const NO_HEADERS =
  "`KC_PROXY_HEADERS` must be set behind a gateway, got nothing; use 'xforwarded', or every client has the gateway's address";

function* policyFaults(servers: KeycloakServers, world: World): Generator<Breach> {
  const { pods } = servers;
  if (edgesOf(world).shutterOf('ingress', endpointOf(pods)) === undefined) {
    const message =
      'must be shut by a NetworkPolicy but for the gateway, got none: any pod could say who the client is';
    yield { manifest: pods.manifest, message };
  }
  const { http } = portsOf(servers);
  const friends = new Set([pods.namespace, ...gatewayNamespacesOf(servers, world)]);
  for (const rule of policiesOf(world).flatMap(rulesOf)) {
    if (rule.direction !== 'ingress' || rule.namespace !== pods.namespace || !finds(rule.podSelector, pods))
      continue;
    if (!opens(rule, http)) continue;
    const stranger = strangersOf(rule, friends, world)[0];
    if (stranger === undefined) continue;
    const message = `\`${rule.field}\` must open port ${http} to pods of ${[...friends].join(' and ')} alone, whose headers are believed, got ${stranger}`;
    yield { manifest: rule.manifest, message };
  }
}

function opens({ ports }: PolicyRule, port: number): boolean {
  return (
    ports.length === 0 ||
    ports.some(({ first, last }) => first === 'http' || (Number(first) <= port && port <= Number(last)))
  );
}

function strangersOf(rule: PolicyRule, friends: ReadonlySet<string>, world: World): readonly string[] {
  const namespaces = namespacesOf(world);
  return rule.peers.flatMap((peer) => {
    if (at(peer, 'ipBlock') !== undefined) return [`network ${shown(at(peer, 'ipBlock.cidr'))}`];
    return namespaces
      .selected(peer['namespaceSelector'], rule.namespace)
      .filter((name) => !friends.has(name))
      .map((name) => `namespace ${shown(name)}`);
  });
}

function gatewayNamespacesOf(servers: KeycloakServers, world: World): readonly string[] {
  return routesTo(world, servers).flatMap((route) =>
    parentsOf(route, world).flatMap(({ gateway }) => gateway?.object.metadata.namespace ?? []),
  );
}
