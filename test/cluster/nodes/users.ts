import { newToken, type User } from '../../control-plane/configuration';
import type { ClusterPlan } from './plan';

/** What may do everything: infrastructure whose own rights are not what is proven. */
const ADMINISTRATORS = ['system:masters'];

/** Who speaks to the API server, each with a token of this run. */
export function usersOf({ workers }: ClusterPlan): readonly User[] {
  return [
    user('system:kube-controller-manager'),
    user('system:kube-scheduler'),
    user('system:kube-proxy'),
    user('kube-network-policies', ADMINISTRATORS),
    user('argo-cd', ADMINISTRATORS),
    ...workers.map(({ name }) => user(kubeletUser(name), ['system:nodes'])),
  ];
}

/** The user that the API server's node authorizer knows a kubelet by. */
export function kubeletUser(worker: string): string {
  return `system:node:${worker}`;
}

function user(name: string, groups: readonly string[] = []): User {
  return { name, groups, token: newToken() };
}
