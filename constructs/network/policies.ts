import { IntOrString, KubeNetworkPolicy, type NetworkPolicyPeer } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { Cidr, Ipv4 } from '../../values/cidr';
import { NAMESPACE_LABEL } from '../labels';
import type { Edge, Peer } from './props';

/** What the policies of one namespace open. */
export interface NetworkPoliciesProps {
  readonly namespace: string;
  /** Edges of which one end lies in the namespace; each gets the policy of that end. */
  readonly edges: readonly Edge[];
}

/**
 * One policy for each end that an edge has in the namespace: egress for its client, ingress for its server; edges
 * between the same peers share it. With the namespace's default deny everything else is shut.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkPolicies extends Construct {
  constructor(scope: Construct, id: string, { namespace, edges }: NetworkPoliciesProps) {
    super(scope, id);
    for (const { client, server, ports: numbers } of waysOf(edges)) {
      const ports = numbers.map((port) => portOf(port));
      if (client.namespace === namespace) {
        policy(this, namespace, `${client.name}-to-${qualified(server, namespace)}`, client.labels, {
          policyTypes: ['Egress'],
          egress: [{ to: [peerOf(server)], ports }],
        });
      }
      if (server.namespace === namespace) {
        policy(this, namespace, `${server.name}-from-${qualified(client, namespace)}`, server.labels, {
          policyTypes: ['Ingress'],
          ingress: [{ from: [peerOf(client)], ports }],
        });
      }
    }
  }
}

/** Traffic between machines outside the pod network and pods of the namespace. */
export interface AddressPolicyProps {
  readonly namespace: string;
  readonly name: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly addresses: readonly Ipv4[];
  readonly ports: readonly number[];
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** Traffic between whole networks outside of the cluster and pods of the namespace. */
export interface NetworkPolicyProps
  extends Pick<AddressPolicyProps, 'namespace' | 'name' | 'podLabels' | 'ports'> {
  readonly networks: readonly Cidr[];
}

/**
 * Opens ports of pods to single addresses, such as those of the balancers. Nothing without an address or a port: an
 * empty list of either would open all.
 */
export class IngressFromAddresses extends Construct {
  constructor(scope: Construct, id: string, props: AddressPolicyProps) {
    super(scope, id);
    if (props.addresses.length === 0 || props.ports.length === 0) return;
    const from = props.addresses.map((address) => ({ ipBlock: { cidr: `${address}/32` satisfies Cidr } }));
    policy(this, props.namespace, props.name, props.podLabels, {
      policyTypes: ['Ingress'],
      ingress: [{ from, ports: props.ports.map((port) => portOf(port, props.protocol)) }],
    });
  }
}

/** Opens ports of pods to whole networks, such as that of the administrators. Nothing without a network or a port. */
export class IngressFromNetworks extends Construct {
  constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    super(scope, id);
    if (props.networks.length === 0 || props.ports.length === 0) return;
    policy(this, props.namespace, props.name, props.podLabels, {
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: props.networks.map((cidr) => ({ ipBlock: { cidr } })),
          ports: props.ports.map((port) => portOf(port)),
        },
      ],
    });
  }
}

/**
 * Opens the way of pods to every address but those in `networks`, which are all of the cluster: for servers of others,
 * whose addresses nobody can list. Nothing without a network or a port.
 */
export class EgressToOutside extends Construct {
  constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    super(scope, id);
    if (props.networks.length === 0 || props.ports.length === 0) return;
    const to = [{ ipBlock: { cidr: '0.0.0.0/0', except: [...props.networks] } }];
    policy(this, props.namespace, props.name, props.podLabels, {
      policyTypes: ['Egress'],
      egress: [{ to, ports: props.ports.map((port) => portOf(port)) }],
    });
  }
}

/** Each pair of peers once, with all ports that its edges name, in order. */
function waysOf(
  edges: readonly Edge[],
): readonly (Omit<Edge, 'port'> & { readonly ports: readonly number[] })[] {
  const ways = new Map<string, { client: Peer; server: Peer; ports: Set<number> }>();
  for (const { client, server, port } of edges) {
    const key = JSON.stringify([client.namespace, client.name, server.namespace, server.name]);
    const way = ways.get(key) ?? { client, server, ports: new Set() };
    ways.set(key, way);
    way.ports.add(port);
  }
  return [...ways.values()].map(({ ports, ...way }) => ({
    ...way,
    ports: [...ports].sort((one, other) => one - other),
  }));
}

/**
 * Opens the way of pods to single addresses, such as those of the API server: its Service is not a peer that a policy
 * can name. Nothing without an address or a port. (Cilium matches addresses of nodes only with
 * `policyCIDRMatchMode: nodes`.)
 */
export class EgressToAddresses extends Construct {
  constructor(scope: Construct, id: string, props: AddressPolicyProps) {
    super(scope, id);
    if (props.addresses.length === 0 || props.ports.length === 0) return;
    const to = props.addresses.map((address) => ({ ipBlock: { cidr: `${address}/32` satisfies Cidr } }));
    policy(this, props.namespace, props.name, props.podLabels, {
      policyTypes: ['Egress'],
      egress: [{ to, ports: props.ports.map((port) => portOf(port, props.protocol)) }],
    });
  }
}

/** Opens the way of pods to whole networks, such as that of the object storage. Nothing without a network or a port. */
export class EgressToNetworks extends Construct {
  constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    super(scope, id);
    if (props.networks.length === 0 || props.ports.length === 0) return;
    const to = props.networks.map((cidr) => ({ ipBlock: { cidr } }));
    policy(this, props.namespace, props.name, props.podLabels, {
      policyTypes: ['Egress'],
      egress: [{ to, ports: props.ports.map((port) => portOf(port)) }],
    });
  }
}

type Rules = Pick<
  NonNullable<ConstructorParameters<typeof KubeNetworkPolicy>[2]>['spec'] & object,
  'policyTypes' | 'ingress' | 'egress'
>;

function policy(
  scope: Construct,
  namespace: string,
  name: string,
  labels: Peer['labels'],
  rules: Rules,
): void {
  new KubeNetworkPolicy(scope, name, {
    metadata: { name, namespace },
    spec: { podSelector: { matchLabels: { ...labels } }, ...rules },
  });
}

/** A neighbour by its name, a stranger with its namespace before it. */
function qualified(peer: Peer, namespace: string): string {
  return peer.namespace === namespace ? peer.name : `${peer.namespace}-${peer.name}`;
}

function peerOf({ namespace, labels }: Peer): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
    podSelector: { matchLabels: { ...labels } },
  };
}

function portOf(port: number, protocol: 'TCP' | 'UDP' = 'TCP') {
  return { protocol, port: IntOrString.fromNumber(port) };
}
