import type { ClusterValues } from '../cluster-spec';
import { argoCd } from './argo-cd';
import type { ArgoCdSignIn } from './argo-cd-sign-in';
import { certManager } from './cert-manager';
import { barmanCloud, cloudnativePg } from './cloudnative-pg';
import { externalSecrets } from './external-secrets';
import { gatewayApi } from './gateway-api';
import { keda } from './keda';
import { kubePrometheusStack } from './kube-prometheus-stack';
import { metricsServer } from './metrics-server';
import type { Operator } from './operator';
import { prometheusOperatorCrds } from './prometheus-operator-crds';
import { proxmoxCsi } from './proxmox-csi';
import { traefikOperator } from './traefik';
import { trustManager } from './trust-manager';
import { verticalPodAutoscaler } from './vertical-pod-autoscaler';

/**
 * Every program of others that a cluster runs, in the order of their waves; a new one is a file here and a line.
 *
 * @param signIn how people sign in to Argo CD; left out where nobody can yet
 */
export function operatorsOf(cluster: ClusterValues, signIn?: ArgoCdSignIn): readonly Operator[] {
  return [
    gatewayApi,
    prometheusOperatorCrds,
    argoCd(signIn),
    certManager(cluster),
    proxmoxCsi(cluster),
    trustManager,
    barmanCloud,
    cloudnativePg,
    externalSecrets,
    keda,
    kubePrometheusStack(cluster),
    metricsServer(cluster),
    traefikOperator(cluster),
    verticalPodAutoscaler,
  ];
}
