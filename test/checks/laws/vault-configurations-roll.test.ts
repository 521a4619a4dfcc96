import { vaultConfigurationsRoll } from '../../../checks/laws/vault-configurations-roll';
import { digestOf } from '../../../values/digest';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { configMap, configuration, guarded, STANZA, vault } from '../vault-nodes';

const text = configuration(3);
const digest = digestOf({ 'server.hcl': text });

describe('vault-configurations-roll', () => {
  test('a name with the digest of the data passes', () => {
    const file = configMap(text);
    expect(judge(vaultConfigurationsRoll, [file, vault(file)])).toEqual([]);
  });

  test.each([
    ['without one', 'openbao'],
    ['with that of other data', 'openbao-0123456789'],
  ])('a name %s fails', (_, name) => {
    const file = configMap(text, name);
    expect(judge(vaultConfigurationsRoll, [file, vault(file)])).toEqual([
      `ConfigMap/${name}: \`metadata.name\` must end in the digest of its data, got '${name}'; use 'openbao-${digest}', or annotate the template with 'checksum/<file>: ${digest}'`,
    ]);
  });

  test('a checksum in the template is as good, if it is that of the data', () => {
    const file = configMap(text, 'openbao');
    const annotated = (value: string) => vault(file, { annotations: { 'checksum/config': value } });
    expect(judge(vaultConfigurationsRoll, [file, annotated(digest)])).toEqual([]);
    for (const value of ['b5bb9d', digestOf({ 'server.hcl': 'other' })])
      expect(judge(vaultConfigurationsRoll, [file, annotated(value)])).toHaveLength(1);
  });

  test('what a container before the server reads is meant as well', () => {
    const file = configMap(text);
    const stanza = configMap(STANZA, 'openbao-initialise');
    expect(judge(vaultConfigurationsRoll, [file, stanza, vault(file, guarded(stanza))])).toEqual([
      expect.stringContaining(
        'ConfigMap/openbao-initialise: `metadata.name` must end in the digest of its data',
      ),
    ]);
    const digested = configMap(STANZA);
    expect(judge(vaultConfigurationsRoll, [file, digested, vault(file, guarded(digested))])).toEqual([]);
  });

  test('a projected volume hides nothing', () => {
    const file = configMap(text, 'openbao');
    const sources = [{ configMap: { name: 'openbao' } }];
    const pod = { volumes: [{ name: 'config', projected: { sources } }] };
    expect(judge(vaultConfigurationsRoll, [file, vault(file, { pod })])).toHaveLength(1);
  });

  test('what no vault reads is not meant', () => {
    expect(judge(vaultConfigurationsRoll, [configMap(text, 'openbao')])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const file = configMap(text);
    const stanza = configMap(STANZA);
    for (const objects of spoilt([file, stanza, vault(file, guarded(stanza))]))
      expect(judge(vaultConfigurationsRoll, objects)).toBeInstanceOf(Array);
  });
});
