import { namespacesEnforcePodSecurity } from '../../../checks/laws/namespaces-enforce-pod-security';
import { judge } from '../judge';
import { namespace } from '../objects';
import { spoilt } from '../spoil';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

describe('namespaces-enforce-pod-security', () => {
  test.each([
    ['no label', {}, 'nothing'],
    ['a weaker level', { [ENFORCE]: 'baseline' }, "'baseline'"],
    ['a level that only warns', { 'pod-security.kubernetes.io/warn': 'restricted' }, 'nothing'],
  ])('%s is a breach', (_, labels, got) => {
    const [message, ...more] = judge(namespacesEnforcePodSecurity, [namespace('team', labels)]);
    expect(more).toEqual([]);
    expect(message).toContain(`\`${ENFORCE}\` must be 'restricted', got ${got}; set the label`);
  });

  test('the restricted level holds', () => {
    expect(judge(namespacesEnforcePodSecurity, [namespace('team', { [ENFORCE]: 'restricted' })])).toEqual([]);
  });

  test('a namespace of a program that needs its node may be privileged, where it is listed', () => {
    const team = namespace('team', { [ENFORCE]: 'privileged' });
    const surroundings = { privilegedNamespaces: ['team'] };
    expect(judge(namespacesEnforcePodSecurity, [team], surroundings)).toEqual([]);
    expect(judge(namespacesEnforcePodSecurity, [team])).toHaveLength(1);
    const open = namespace('team', { [ENFORCE]: 'baseline' });
    expect(judge(namespacesEnforcePodSecurity, [open], surroundings)).toHaveLength(1);
    expect(judge(namespacesEnforcePodSecurity, [namespace('team', {})], surroundings)).toHaveLength(1);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([namespace('team', { [ENFORCE]: 'restricted' })])) {
      expect(() => judge(namespacesEnforcePodSecurity, worse)).not.toThrow();
    }
  });
});
