import { vaultConfigurationsRoll } from '../../../checks/laws/vault-configurations-roll';
import { digestOf } from '../../../values/digest';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { configMap, configuration, vault } from '../vault-nodes';

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
      `ConfigMap/${name}: \`metadata.name\` must end in the digest of its data, got '${name}'; use 'openbao-${digest}', or annotate the template with a checksum`,
    ]);
  });

  test('a checksum in the template is as good', () => {
    const file = configMap(text, 'openbao');
    const annotated = vault(file, { annotations: { 'checksum/config': 'b5bb9d' } });
    expect(judge(vaultConfigurationsRoll, [file, annotated])).toEqual([]);
  });

  test('what no vault reads is not meant', () => {
    expect(judge(vaultConfigurationsRoll, [configMap(text, 'openbao')])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const file = configMap(text);
    for (const objects of spoilt([file, vault(file)]))
      expect(judge(vaultConfigurationsRoll, objects)).toBeInstanceOf(Array);
  });
});
