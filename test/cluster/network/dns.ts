import { DNS_SERVER, SERVER_BLOCK } from '../../../environments/public-names';
import type { KubernetesObject } from '../../../synth/manifest';
import { COREDNS_IMAGE } from '../images/references';
import type { ClusterPlan } from '../nodes/plan';

/** What resolves, and nothing else: no other name outside the cluster can be looked up here. */
function corefile({ publicNames }: ClusterPlan): string {
  return `${SERVER_BLOCK}
    errors
${publicNames.map((line) => `    ${line}\n`).join('')}    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa {
        pods insecure
        ttl 5
    }
    reload
}
`;
}

/**
 * The cluster's DNS server, as kubeadm installs it, with the labels and the address that the cluster literal names.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/cmd/kubeadm/app/phases/addons/dns/manifests.go
 */
export function dnsServer(plan: ClusterPlan): readonly KubernetesObject[] {
  const { dns } = plan;
  const labels = { 'k8s-app': dns.app };
  const metadata = { name: DNS_SERVER, namespace: dns.namespace };
  const service = { name: dns.app, namespace: dns.namespace, labels };
  const ports = [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ];
  const spec = { selector: labels, clusterIP: dns.address, ports };
  return [
    ...accountObjects(metadata),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile(plan) } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: deploymentSpec(labels) },
    { apiVersion: 'v1', kind: 'Service', metadata: service, spec },
  ];
}

function accountObjects(metadata: { readonly name: string; readonly namespace: string }): KubernetesObject[] {
  const role = { name: 'system:coredns' };
  const read = { verbs: ['list', 'watch'] };
  const rules = [
    { ...read, apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'] },
    { ...read, apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] },
  ];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.name };
  const subjects = [{ kind: 'ServiceAccount', ...metadata }];
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion, kind: 'ClusterRole', metadata: role, rules },
    { apiVersion, kind: 'ClusterRoleBinding', metadata: role, roleRef, subjects },
  ];
}

function deploymentSpec(labels: Readonly<Record<string, string>>): object {
  const podAffinityTerm = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } };
  const apart = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] };
  return {
    replicas: 2,
    selector: { matchLabels: labels },
    strategy: { rollingUpdate: { maxUnavailable: 1 } },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: 'coredns',
        priorityClassName: 'system-cluster-critical',
        dnsPolicy: 'Default',
        affinity: { podAntiAffinity: apart },
        containers: [container()],
        volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
      },
    },
  };
}

function container(): object {
  const capabilities = { add: ['NET_BIND_SERVICE'], drop: ['ALL'] };
  return {
    name: 'coredns',
    image: COREDNS_IMAGE,
    args: ['-conf', '/etc/coredns/Corefile'],
    resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
    securityContext: { allowPrivilegeEscalation: false, capabilities, readOnlyRootFilesystem: true },
    readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 2 },
    livenessProbe: { httpGet: { path: '/health', port: 8080 }, failureThreshold: 5 },
  };
}
