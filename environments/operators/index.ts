export { ARGOCD_NAMESPACE, ARGOCD_SERVER_PORT, argoCdServerPeer } from './argo-cd';
export { IGNORE_HEALTH } from './argo-cd-health';
export { ARGOCD_SIGN_IN_SECRET, type ArgoCdSignIn } from './argo-cd-sign-in';
export { CERT_MANAGER_NAMESPACE } from './cert-manager';
export { cloudnativePgPeer } from './cloudnative-pg';
export { type OperatorDemand, operatorDemand } from './demand';
export { externalSecretsPeer } from './external-secrets';
export { operatorsOf } from './list';
export {
  type ChartSource,
  type FolderSource,
  namespacesOf,
  type Operator,
  type OperatorPart,
  type OperatorPods,
  partsOf,
} from './operator';
export { prometheus, prometheusPeer } from './prometheus';
export { PROXMOX_CSI_NAMESPACE, PROXMOX_CSI_SECRET } from './proxmox-csi';
export { type GatewayController, traefik } from './traefik';
