import type { Chart } from 'cdk8s';
import { EgressToAddresses, IngressFromAddresses, NetworkPolicies } from '../constructs/network/policies';
import { PublicGateway } from '../constructs/public-gateway/public-gateway';
import { API_SERVER_PORT, apiServerAddresses } from '../environments/addresses';
import type { Cluster } from '../environments/environment';

/** The one way into the cluster: listeners for every environment, and the network from the balancers to the models. */
export function gateway(chart: Chart, cluster: Cluster): void {
  const { name: gatewayName, controller, edges: gatewayEdges } = cluster.gateway;
  const { namespace, labels, ports, gatewayClassName } = controller;
  new PublicGateway(chart, 'Gateway', {
    name: gatewayName,
    gatewayClassName,
    ports,
    listeners: cluster.environments
      .flatMap(({ name, domain, certificateSecret, edges }) => {
        const routeNamespaces = routedNamespaces(edges, namespace);
        return routeNamespaces.length === 0 ? [] : [{ name, domain, certificateSecret, routeNamespaces }];
      })
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  });
  new IngressFromAddresses(chart, 'FromBalancers', {
    namespace,
    name: 'traefik-from-balancers',
    podLabels: labels,
    addresses: cluster.balancers.map(({ address }) => address),
    ports: [ports.http, ports.https],
  });
  new EgressToAddresses(chart, 'ToApiServer', {
    namespace,
    name: 'traefik-to-api-server',
    podLabels: labels,
    addresses: apiServerAddresses(cluster),
    ports: [API_SERVER_PORT],
  });
  new NetworkPolicies(chart, 'Edges', { namespace, edges: gatewayEdges });
}

/** Namespaces that the gateway sends traffic to: only their routes may attach. */
function routedNamespaces(edges: Cluster['gateway']['edges'], gatewayNamespace: string): readonly string[] {
  const servers = edges
    .filter(({ client }) => client.namespace === gatewayNamespace)
    .map(({ server }) => server.namespace);
  return [...new Set(servers)].sort();
}
