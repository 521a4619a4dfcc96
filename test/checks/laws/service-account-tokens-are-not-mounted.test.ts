import { serviceAccountTokensAreNotMounted } from '../../../checks/laws/service-account-tokens-are-not-mounted';
import { judge } from '../judge';
import { clusterObject, deployment, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';

const RBAC = 'rbac.authorization.k8s.io/v1';
const iris = (automountServiceAccountToken?: unknown) =>
  deployment('iris', { serviceAccountName: 'iris', automountServiceAccountToken });
const subject = { kind: 'ServiceAccount', name: 'iris', namespace: NAMESPACE };

describe('service-account-tokens-are-not-mounted', () => {
  test('a token that is not mounted passes, any other fails', () => {
    expect(judge(serviceAccountTokensAreNotMounted, [iris(false)])).toEqual([]);
    for (const [value, got] of [
      [true, 'true'],
      [undefined, 'nothing'],
    ] as const) {
      expect(judge(serviceAccountTokensAreNotMounted, [iris(value)])).toEqual([
        `Deployment/iris: \`automountServiceAccountToken\` must be false in the pod, got ${got}; bind a role to its service account where it needs the Kubernetes API`,
      ]);
    }
  });

  test('a service account that a role is bound to has its token', () => {
    const inNamespace = object(RBAC, 'RoleBinding', 'iris', { subjects: [subject] });
    const inCluster = clusterObject(RBAC, 'ClusterRoleBinding', 'iris', { subjects: [subject] });
    expect(judge(serviceAccountTokensAreNotMounted, [iris(true), inNamespace])).toEqual([]);
    expect(judge(serviceAccountTokensAreNotMounted, [iris(true), inCluster])).toEqual([]);
  });

  test('a role that is bound to somebody else changes nothing', () => {
    const elsewhere = { ...subject, namespace: 'staging-model-serving' };
    const user = { ...subject, kind: 'User' };
    const binding = object(RBAC, 'RoleBinding', 'iris', { subjects: [elsewhere, user] });
    expect(judge(serviceAccountTokensAreNotMounted, [iris(true), binding])).toHaveLength(1);
  });

  test('anything at all can be judged', () => {
    const binding = object(RBAC, 'RoleBinding', 'iris', { subjects: [subject] });
    for (const objects of spoilt([iris(true), binding])) {
      expect(judge(serviceAccountTokensAreNotMounted, objects)).toBeInstanceOf(Array);
    }
  });
});
