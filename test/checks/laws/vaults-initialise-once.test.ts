import { vaultsInitialiseOnce } from '../../../checks/laws/vaults-initialise-once';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { configMap, configuration, guarded, STANZA, vault } from '../vault-nodes';

/** What the law says of a vault with such a configuration and such a stanza, which a guard hands on. */
const faults = (text: string = configuration(3), stanzaText: string = STANZA, mounts?: readonly string[]) => {
  const file = configMap(text);
  const stanza = configMap(stanzaText, 'stanza');
  return judge(vaultsInitialiseOnce, [file, stanza, vault(file, guarded(stanza, mounts))]);
};

describe('vaults-initialise-once', () => {
  test('a container that sees the data and may ask hands the stanza on', () => {
    expect(faults()).toEqual([]);
  });

  test('a server that reads the stanza itself fails', () => {
    const file = configMap(`${configuration(3)}${STANZA}`, 'openbao');
    expect(judge(vaultsInitialiseOnce, [file, vault(file)])).toEqual([
      'StatefulSet/openbao: the server must not read `initialize` from a ConfigMap: with a new volume it would begin anew; let an init container hand it on to the volume on which the vault began',
    ]);
  });

  test('a container that copies it whatever is there fails', () => {
    const blind = (what: string) =>
      `StatefulSet/openbao: container 'guard', which holds \`initialize\`, must mount ${what}, got none; without a look it hands the stanza on with a new volume, too`;
    const volume = blind('the claim of the data, to see whether a vault is on it');
    expect(faults(undefined, undefined, ['stanza', 'initialisation'])).toEqual([volume]);
    expect(faults(undefined, undefined, ['stanza', 'initialisation', 'kubernetes-api'])).toEqual([volume]);
    expect(faults(undefined, undefined, ['stanza', 'initialisation', 'data'])).toEqual([
      blind('a token of the API server, to ask on which claim the vault began'),
    ]);
  });

  test.each([
    ['shamir', "'shamir'"],
    ['awskms', "'awskms'"],
  ])('a seal %s does not open by itself', (seal, shown) => {
    expect(faults(configuration(3).replace('"static"', `"${seal}"`))).toEqual([
      `StatefulSet/openbao: \`seal\` must be one that opens by itself (static, transit, kmip) where the vault initialises itself, got ${shown}`,
    ]);
  });

  test('neither does none at all', () => {
    expect(faults(configuration(3).replace(/^seal.*$/m, 'telemetry {'))).toEqual([
      expect.stringContaining('must be one that opens by itself'),
    ]);
  });

  test('a vault without an audit device fails, whoever makes it', () => {
    const silent = configuration(3).replace(/^audit.*$/m, 'telemetry {');
    expect(faults(silent)).toEqual([
      'StatefulSet/openbao: `audit` must name a device where the vault initialises itself, got none; nobody could say who did what',
    ]);
    expect(faults(silent, STANZA.replace('{', '{\n  path = "sys/audit/stdout"'))).toEqual([]);
  });

  test.each([
    ['without a method', STANZA.replace('sys/auth/kubernetes', 'sys/policies/acl/all')],
    ['without a role', STANZA.replace('auth/kubernetes/role/vault-reconcile', 'auth/kubernetes/config')],
    ['with the role of another method', STANZA.replace('sys/auth/kubernetes', 'sys/auth/oidc')],
  ])('a vault %s lets nobody in', (_, stanza) => {
    expect(faults(undefined, stanza)).toEqual([
      expect.stringContaining(
        'StatefulSet/openbao: `initialize` must make a method to log in by and somebody who may, got [',
      ),
    ]);
  });

  test('a person initialises a vault that has no stanza', () => {
    const file = configMap(configuration(3).replace('"static"', '"shamir"'));
    expect(judge(vaultsInitialiseOnce, [file, configMap(STANZA, 'stanza'), vault(file)])).toEqual([]);
  });

  test('whoever is no server of a vault may mount it', () => {
    const file = configMap(STANZA);
    const other = vault(file, { server: { command: ['node'], args: ['guard.js'] } });
    expect(judge(vaultsInitialiseOnce, [file, other])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const file = configMap(configuration(3));
    const stanza = configMap(STANZA, 'stanza');
    for (const objects of spoilt([file, stanza, vault(file, guarded(stanza))]))
      expect(judge(vaultsInitialiseOnce, objects)).toBeInstanceOf(Array);
  });
});
