import type { Law } from '../law';
import { mappings, text } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/**
 * A pod holds no credential of the Kubernetes API, unless a role is bound to its service account in the tree.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
 */
export const serviceAccountTokensAreNotMounted: Law = {
  id: 'service-account-tokens-are-not-mounted',
  *judge(world) {
    const bound = boundAccounts(world);
    for (const { manifest, namespace, spec } of world.pods) {
      const value = spec['automountServiceAccountToken'];
      if (value === false || bound.has(`${namespace}/${text(spec, 'serviceAccountName') ?? 'default'}`))
        continue;
      yield {
        manifest,
        message: `\`automountServiceAccountToken\` must be false in the pod, got ${shown(value)}; bind a role to its service account where it needs the Kubernetes API`,
      };
    }
  },
};

function boundAccounts(world: World): ReadonlySet<string> {
  const bindings = ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
    world.ofKind('rbac.authorization.k8s.io', kind),
  );
  return new Set(
    bindings.flatMap(({ object }) =>
      mappings(object, 'subjects')
        .filter((subject) => subject['kind'] === 'ServiceAccount')
        .map((subject) => `${text(subject, 'namespace')}/${text(subject, 'name')}`),
    ),
  );
}
