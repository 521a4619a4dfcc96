import { KubeRole, KubeRoleBinding, type PolicyRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { RestartedWorkload } from '../../reconcilers/restarts/state';
import { SECRET_RESTARTS } from './props';

const RBAC = 'rbac.authorization.k8s.io';

export interface SecretRestartRightsProps {
  /** Namespace of the workloads. */
  readonly namespace: string;
  /** The workloads, each with the Secrets whose change restarts it. */
  readonly workloads: readonly RestartedWorkload[];
}

/**
 * What the program that restarts workloads may do in the Kubernetes API, object by object: read the named Secrets and
 * workloads, and change these. Nothing where no workload asks for it. It comes with the namespace, not with the workload:
 * whoever may change a workload must not give himself rights.
 */
export class SecretRestartRights extends Construct {
  constructor(scope: Construct, id: string, { namespace, workloads }: SecretRestartRightsProps) {
    super(scope, id);
    if (workloads.length === 0) return;
    const metadata = { name: SECRET_RESTARTS, namespace };
    new KubeRole(this, 'Role', { metadata, rules: rulesOf(workloads) });
    new KubeRoleBinding(this, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: RBAC, kind: 'Role', name: SECRET_RESTARTS },
      subjects: [{ kind: 'ServiceAccount', name: SECRET_RESTARTS, namespace }],
    });
  }
}

/** A rule without names would be one for all objects of the kind, so a kind that nobody has gets none. */
function rulesOf(workloads: readonly RestartedWorkload[]): PolicyRule[] {
  const secrets = sorted(workloads.flatMap((workload) => workload.secrets));
  const kinds = [
    ['deployments', 'Deployment'],
    ['statefulsets', 'StatefulSet'],
  ] as const;
  return [
    { apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: secrets },
    ...kinds.flatMap(([resource, kind]) => {
      const resourceNames = sorted(workloads.filter((one) => one.kind === kind).map(({ name }) => name));
      return resourceNames.length === 0
        ? []
        : [{ apiGroups: ['apps'], resources: [resource], verbs: ['get', 'patch'], resourceNames }];
    }),
  ];
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
