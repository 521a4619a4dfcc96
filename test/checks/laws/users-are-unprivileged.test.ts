import { usersAreUnprivileged } from '../../../checks/laws/users-are-unprivileged';
import { judge } from '../judge';
import { container, deployment, NAMESPACE, namespace } from '../objects';
import { spoilt } from '../spoil';

const IDS = { runAsUser: 10_001, runAsGroup: 10_001 };

const podWith = (securityContext: object, own: object = {}, more: object = {}) =>
  deployment('iris', { securityContext, containers: [container({ securityContext: own })], ...more });

describe('users-are-unprivileged', () => {
  test('ids from 10001 on pass, of the pod or of every container', () => {
    expect(judge(usersAreUnprivileged, [podWith(IDS)])).toEqual([]);
    expect(judge(usersAreUnprivileged, [podWith({}, IDS)])).toEqual([]);
  });

  test('an id of a node fails', () => {
    expect(judge(usersAreUnprivileged, [podWith({ ...IDS, runAsUser: 10_000 })])).toEqual([
      'Deployment/iris: `securityContext.runAsUser` of the pod must be at least 10001, got 10000',
    ]);
    expect(judge(usersAreUnprivileged, [podWith(IDS, { runAsGroup: 0 })])).toEqual([
      "Deployment/iris: `securityContext.runAsGroup` of container 'bento' must be at least 10001, got 0",
    ]);
  });

  test('an id that the image decides fails, once', () => {
    expect(judge(usersAreUnprivileged, [podWith({ runAsUser: 10_001 })])).toEqual([
      "Deployment/iris: `securityContext.runAsGroup` of the pod must be at least 10001, got nothing there nor in container 'bento'",
    ]);
    const sidecar = { initContainers: [{ name: 'proxy' }] };
    expect(judge(usersAreUnprivileged, [podWith({}, IDS, sidecar)])).toEqual([
      "Deployment/iris: `securityContext.runAsUser` of the pod must be at least 10001, got nothing there nor in container 'proxy'",
      "Deployment/iris: `securityContext.runAsGroup` of the pod must be at least 10001, got nothing there nor in container 'proxy'",
    ]);
  });

  test('root is told by this law only where Pod Security lets it pass', () => {
    const root = { ...IDS, runAsUser: 0 };
    const level = (enforce: string) =>
      namespace(NAMESPACE, { 'pod-security.kubernetes.io/enforce': enforce });
    expect(judge(usersAreUnprivileged, [podWith(root)])).toEqual([]);
    expect(judge(usersAreUnprivileged, [podWith(root, {}, { hostUsers: false })])).toHaveLength(1);
    expect(judge(usersAreUnprivileged, [podWith(root), level('baseline')])).toHaveLength(1);
  });

  test('Windows has no such ids', () => {
    expect(judge(usersAreUnprivileged, [podWith({}, {}, { os: { name: 'windows' } })])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([podWith(IDS, IDS)])) {
      expect(judge(usersAreUnprivileged, objects)).toBeInstanceOf(Array);
    }
  });
});
