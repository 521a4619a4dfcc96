import type { Chart } from 'cdk8s';
import { ACME_ISSUER_REF } from '../constructs/internal-ca/acme-issuer';
import { INTERNAL_ISSUER_REF } from '../constructs/internal-ca/props';
import { IngressFromAddresses, IngressFromNetworks, NetworkPolicies } from '../constructs/network/policies';
import { DomainCertificate } from '../constructs/public-gateway/domain-certificate';
import { type Listener, PublicGateway } from '../constructs/public-gateway/public-gateway';
import type { Cluster, Environment } from '../environments/environment';

/**
 * The one way into the cluster: two listeners for every environment, one for everybody and one for administrators, with
 * their certificate, and the network from the balancers to what they lead to.
 */
export function gateway(chart: Chart, cluster: Cluster): void {
  const { name: gatewayName, controller, edges: gatewayEdges } = cluster.gateway;
  const { namespace, labels, ports, gatewayClassName } = controller;
  const listeners = cluster.environments
    .flatMap((environment) => listenersOf(environment))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  new PublicGateway(chart, 'Gateway', { name: gatewayName, gatewayClassName, ports, listeners });
  certificates(chart, cluster, listeners);
  new IngressFromAddresses(chart, 'FromBalancers', {
    namespace,
    name: 'traefik-from-balancers',
    podLabels: labels,
    addresses: cluster.balancers.map(({ address }) => address),
    ports: [ports.http, ports.https],
  });
  new IngressFromNetworks(chart, 'FromAdministrators', {
    namespace,
    name: 'traefik-from-administrators',
    podLabels: labels,
    networks: cluster.administration.networks,
    ports: [ports.private],
  });
  new NetworkPolicies(chart, 'Edges', { namespace, edges: gatewayEdges });
}

/** A listener for each of the two domains behind which there is something. */
function listenersOf(environment: Environment): readonly Listener[] {
  const { domain, internalDomain, certificateSecret, gateway: own } = environment;
  const all = [
    { name: own.listener, entryPoint: 'https', domain, routeNamespaces: own.publicNamespaces },
    {
      name: own.privateListener,
      entryPoint: 'private',
      domain: internalDomain,
      routeNamespaces: own.privateNamespaces,
    },
  ] as const;
  return all
    .filter(({ routeNamespaces }) => routeNamespaces.length > 0)
    .map((listener) => ({ ...listener, certificateSecret }));
}

/** One certificate for each environment with a listener. */
function certificates(chart: Chart, cluster: Cluster, listeners: readonly Listener[]): void {
  const { gatewayCertificates, environments } = cluster;
  const issuerRef = gatewayCertificates.issuer === 'acme' ? ACME_ISSUER_REF : INTERNAL_ISSUER_REF;
  for (const { certificateSecret: secretName, domain, internalDomain } of environments) {
    if (!listeners.some(({ certificateSecret }) => certificateSecret === secretName)) continue;
    new DomainCertificate(chart, secretName, { secretName, domains: [domain, internalDomain], issuerRef });
  }
}
