import { vaultsInitialiseOnce } from '../../../checks/laws/vaults-initialise-once';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { configMap, configuration, vault } from '../vault-nodes';

const STANZA = 'initialize "access" {\n}\n';

describe('vaults-initialise-once', () => {
  test('a server that reads the stanza itself fails', () => {
    const file = configMap(`${configuration(3)}${STANZA}`, 'openbao');
    expect(judge(vaultsInitialiseOnce, [file, vault(file)])).toEqual([
      'StatefulSet/openbao: the server must not read `initialize` from a ConfigMap: with a new volume it would begin anew; let an init container hand it on to the volume on which the vault began',
    ]);
  });

  test('a stanza that the server does not mount passes', () => {
    const file = configMap(configuration(3));
    expect(judge(vaultsInitialiseOnce, [file, configMap(STANZA, 'stanza'), vault(file)])).toEqual([]);
  });

  test('whoever is no server of a vault may mount it', () => {
    const file = configMap(STANZA);
    const other = vault(file, { server: { command: ['node'], args: ['guard.js'] } });
    expect(judge(vaultsInitialiseOnce, [file, other])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const file = configMap(STANZA);
    for (const objects of spoilt([file, vault(file)]))
      expect(judge(vaultsInitialiseOnce, objects)).toBeInstanceOf(Array);
  });
});
