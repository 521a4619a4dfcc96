import { rolesNameWhatTheyAllow } from '../../../checks/laws/roles-name-what-they-allow';
import { judge } from '../judge';
import { clusterObject, object } from '../objects';
import { spoilt } from '../spoil';

const RBAC = 'rbac.authorization.k8s.io/v1';
const RULE = { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] };
const role = (...rules: object[]) => object(RBAC, 'Role', 'iris', { rules });

describe('roles-name-what-they-allow', () => {
  test('a role that names everything passes', () => {
    expect(judge(rolesNameWhatTheyAllow, [role(RULE)])).toEqual([]);
    const metrics = { nonResourceURLs: ['/metrics/*'], verbs: ['get'] };
    expect(
      judge(rolesNameWhatTheyAllow, [clusterObject(RBAC, 'ClusterRole', 'iris', { rules: [metrics] })]),
    ).toEqual([]);
  });

  test.each([
    ['verbs', '*'],
    ['resources', '*'],
    ['resources', '*/scale'],
    ['apiGroups', '*'],
  ])('%s with %s fails', (field, wide) => {
    const message = `\`rules[1].${field}\` must not hold a wildcard, got '${wide}'; name each one`;
    const rules = [RULE, { ...RULE, [field]: ['pods', wide] }];
    expect(judge(rolesNameWhatTheyAllow, [role(...rules)])).toEqual([`Role/iris: ${message}`]);
    expect(judge(rolesNameWhatTheyAllow, [clusterObject(RBAC, 'ClusterRole', 'iris', { rules })])).toEqual([
      `ClusterRole/iris: ${message}`,
    ]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([role(RULE)]))
      expect(judge(rolesNameWhatTheyAllow, objects)).toBeInstanceOf(Array);
  });
});
