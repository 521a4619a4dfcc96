import {
  IntOrString,
  KubeLimitRange,
  KubeNamespace,
  KubeNetworkPolicy,
  KubeResourceQuota,
  Quantity,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { INTERNAL_CA_LABEL } from '../internal-ca/props';
import { NAMESPACE_LABEL } from '../labels';
import type { PodSecurityLevel, Quota } from './props';

/** Where the pods' names are resolved. */
export interface DnsServer {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

export interface ApplicationNamespaceProps {
  readonly name: string;
  readonly dns: DnsServer;
  /**
   * What its pods may take together.
   * @default - no bound, for a namespace whose workloads a chart of others brings
   */
  readonly quota?: Quota;
  /**
   * Whether the certificates of the internal authorities are handed to it, as the ConfigMap `internal-ca`.
   * @default false
   */
  readonly internalCa?: boolean;
  /**
   * What its pods may do to the node at most.
   * @default 'restricted'
   */
  readonly podSecurity?: PodSecurityLevel;
}

/**
 * A namespace that admits restricted pods unless told otherwise, bounds what they take, and shuts every way in and out
 * but DNS.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class ApplicationNamespace extends Construct {
  constructor(scope: Construct, id: string, props: ApplicationNamespaceProps) {
    super(scope, id);
    const { name, dns, quota, internalCa = false, podSecurity = 'restricted' } = props;
    new KubeNamespace(this, 'Namespace', {
      metadata: {
        name,
        labels: { ...podSecurityLabels(podSecurity), ...(internalCa && INTERNAL_CA_LABEL) },
        annotations: KEPT_BY_ARGOCD,
      },
    });
    new KubeNetworkPolicy(this, 'DefaultDeny', {
      metadata: { name: 'default-deny', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    new KubeNetworkPolicy(this, 'AllowDns', {
      metadata: { name: 'allow-dns', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [dnsEgress(dns)] },
    });
    if (quota === undefined) return;
    new KubeResourceQuota(this, 'ResourceQuota', {
      metadata: { name: 'quota', namespace: name },
      spec: { hard: hardOf(quota) },
    });
    new KubeLimitRange(this, 'LimitRange', {
      metadata: { name: 'limits', namespace: name },
      spec: { limits: [containerDefaults()] },
    });
  }
}

/** A namespace takes its volume claims with it, and workloads that are to outlive their Application. */
const KEPT_BY_ARGOCD = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

function podSecurityLabels(level: PodSecurityLevel): Record<string, string> {
  return Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
    ]),
  );
}

function dnsEgress({ namespace, podLabels }: DnsServer) {
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
        podSelector: { matchLabels: { ...podLabels } },
      },
    ],
    ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: IntOrString.fromNumber(53) })),
  };
}

/** Services that would open the cluster beside the gateway are counted to none. */
function hardOf(quota: Quota): Record<string, Quantity> {
  const claims = quota.requestsStorage;
  const hard = {
    pods: String(quota.pods),
    'requests.cpu': quota.requestsCpu,
    'requests.memory': quota.requestsMemory,
    'limits.memory': quota.limitsMemory,
    ...(claims === undefined ? { persistentvolumeclaims: '0' } : { 'requests.storage': claims }),
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  };
  return Object.fromEntries(Object.entries(hard).map(([name, value]) => [name, Quantity.fromString(value)]));
}

/** What a container takes that says nothing, such as one that a person starts to look around. */
function containerDefaults() {
  const quantities = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Quantity.fromString(value)]));
  return {
    type: 'Container',
    default: quantities({ memory: '256Mi', 'ephemeral-storage': '256Mi' }),
    defaultRequest: quantities({ cpu: '50m', memory: '128Mi', 'ephemeral-storage': '128Mi' }),
  };
}
