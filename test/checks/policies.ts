import { labelsOf, NAMESPACE, object } from './objects';

/** Pods at one end of an edge. */
export interface End {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The pods of a Deployment. */
export function end(name: string, namespace = NAMESPACE): End {
  return { namespace, labels: labelsOf(name, namespace) };
}

/** A peer of a rule. */
export function peerOf({ namespace, labels }: End) {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
}

/** The policy of a client that opens egress to a server, on TCP 3000 unless it says otherwise. */
export function egress(client: End, server: End, rule: Readonly<Record<string, unknown>> = {}) {
  const rules = [{ to: [peerOf(server)], ports: [{ protocol: 'TCP', port: 3000 }], ...rule }];
  return policy('to-server', client.namespace, {
    podSelector: { matchLabels: client.labels },
    policyTypes: ['Egress'],
    egress: rules,
  });
}

/** The policy of a server that opens ingress from a client, on TCP 3000 unless it says otherwise. */
export function ingress(client: End, server: End, rule: Readonly<Record<string, unknown>> = {}) {
  const rules = [{ from: [peerOf(client)], ports: [{ protocol: 'TCP', port: 3000 }], ...rule }];
  return policy('from-client', server.namespace, {
    podSelector: { matchLabels: server.labels },
    policyTypes: ['Ingress'],
    ingress: rules,
  });
}

/** The policy that shuts all traffic of a namespace. */
export function denyAll(namespace: string) {
  return policy('default-deny', namespace, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
}

/** A NetworkPolicy. */
export function policy(name: string, namespace: string, spec: Readonly<Record<string, unknown>>) {
  return object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec }, namespace);
}
