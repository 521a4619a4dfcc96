import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { podSecurityIsRestricted } from '../../../checks/laws/pod-security-is-restricted';
import { judge } from '../judge';
import { namespace } from '../objects';
import { spoilt } from '../spoil';

const FIXTURES = join(__dirname, '../testdata/pod-security');

/** What upstream's fixtures are named for, and the words that tell it. */
const WORDS: Readonly<Record<string, RegExp>> = {
  allowprivilegeescalation: /allowPrivilegeEscalation/,
  apparmorprofile: /apparmor/i,
  capabilities_baseline: /capabilities\.add/,
  capabilities_restricted: /capabilities\.(add|drop)/,
  hostnamespaces: /host(Network|PID|IPC)/,
  hostpathvolumes: /hostPath/,
  hostports: /hostPort/,
  hostprobesandhostlifecycle: /\.host`/,
  privileged: /privileged/,
  procmount: /procMount/,
  procmount_restricted: /procMount/,
  restrictedvolumes: /volume 'volume/,
  runasnonroot: /runAsNonRoot/,
  runasuser: /runAsUser/,
  seccompprofile_baseline: /seccompProfile/,
  seccompprofile_restricted: /seccompProfile/,
  selinuxoptions: /seLinuxOptions/,
  sysctls: /sysctls/,
  windowshostprocess: /hostProcess/,
};

function fixtures(level: string, verdict: 'pass' | 'fail') {
  const folder = join(FIXTURES, level, verdict);
  return readdirSync(folder).map((file) => ({ file, pod: parse(readFileSync(join(folder, file), 'utf8')) }));
}

function verdictOf(level: string, pod: unknown) {
  const enforcing = namespace('default', { 'pod-security.kubernetes.io/enforce': level });
  return judge(podSecurityIsRestricted, [enforcing, pod]);
}

describe('pod-security-is-restricted', () => {
  test('the fixtures of Kubernetes are all there', () => {
    const count = (level: string) => [fixtures(level, 'pass').length, fixtures(level, 'fail').length];
    expect(count('restricted')).toEqual([23, 76]);
    expect(count('baseline')).toEqual([15, 34]);
  });

  describe.each(['restricted', 'baseline'])('at the level %s', (level) => {
    test.each(fixtures(level, 'pass'))('$file of Kubernetes passes', ({ pod }) => {
      expect(verdictOf(level, pod)).toEqual([]);
    });

    test.each(fixtures(level, 'fail'))(
      '$file of Kubernetes fails for what it is named for',
      ({ file, pod }) => {
        const words = WORDS[file.replace(/\d*\.yaml$/, '')] ?? /$^/;
        expect(verdictOf(level, pod).filter((breach) => words.test(breach))).not.toEqual([]);
      },
    );
  });

  const [base] = fixtures('restricted', 'pass').filter(({ file }) => file === 'base.yaml');
  const pod = (spec: object) => ({ ...base?.pod, spec: { ...base?.pod.spec, ...spec } });

  test('a fault names the field, the value and the bound', () => {
    expect(judge(podSecurityIsRestricted, [pod({ hostNetwork: true })])).toEqual([
      'Pod/base: `hostNetwork` must be false, got true',
    ]);
    expect(judge(podSecurityIsRestricted, [pod({ securityContext: { runAsNonRoot: true } })])).toEqual([
      "Pod/base: `securityContext.seccompProfile.type` of the pod must be RuntimeDefault or Localhost, got nothing there nor in container 'initcontainer1', container 'container1'",
    ]);
    expect(judge(podSecurityIsRestricted, [pod({ containers: [{ name: 'iris' }] })])).toEqual([
      "Pod/base: `securityContext.allowPrivilegeEscalation` of container 'iris' must be false, got nothing",
      "Pod/base: `securityContext.capabilities.drop` of container 'iris' must hold ALL, got []",
    ]);
  });

  test('root is allowed in a user namespace only', () => {
    const root = { securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } } };
    expect(judge(podSecurityIsRestricted, [pod({ ...root, hostUsers: false })])).toEqual([]);
    expect(judge(podSecurityIsRestricted, [pod(root)])).toHaveLength(2);
  });

  test('a namespace is judged at the level that it enforces', () => {
    const bare = pod({ securityContext: {} });
    expect(judge(podSecurityIsRestricted, [bare])).not.toEqual([]);
    expect(verdictOf('restricted', bare)).not.toEqual([]);
    expect(verdictOf('baseline', bare)).toEqual([]);
    expect(verdictOf('baseline', pod({ hostPID: true }))).toHaveLength(1);
    expect(verdictOf('privileged', pod({ hostPID: true }))).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const full = fixtures('restricted', 'fail').find(({ file }) => file === 'hostports2.yaml')?.pod;
    for (const objects of spoilt([full])) {
      expect(judge(podSecurityIsRestricted, objects)).toBeInstanceOf(Array);
      expect(verdictOf('baseline', objects[0])).toBeInstanceOf(Array);
    }
  });
});
