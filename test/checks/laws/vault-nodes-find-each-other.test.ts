import { vaultNodesFindEachOther } from '../../../checks/laws/vault-nodes-find-each-other';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { configMap, configuration, vault } from '../vault-nodes';

const faults = (text: string, replicas = 3) => {
  const file = configMap(text);
  return judge(vaultNodesFindEachOther, [file, vault(file, { spec: { replicas } })]);
};
const named = (count: number) =>
  Array.from({ length: count }, (_, node) => `openbao-${node}.openbao-internal`).join(', ');

describe('vault-nodes-find-each-other', () => {
  test.each([1, 3, 5, 7])('%i nodes that name each of them pass', (nodes) => {
    expect(faults(configuration(nodes), nodes)).toEqual([]);
  });

  test.each([0, 2, 4, 8])('%i nodes fail', (nodes) => {
    expect(faults(configuration(nodes), nodes)).toEqual([
      `StatefulSet/openbao: \`replicas\` must be 1, 3, 5 or 7 for a vault with integrated storage, got ${nodes}`,
    ]);
  });

  test('a node that nobody asks, and one that is no node, fail', () => {
    expect(faults(configuration(1))).toEqual([
      `StatefulSet/openbao: \`retry_join\` must name each of the 3 nodes once (${named(3)}), got ["openbao-0.openbao-internal.production-model-serving.svc"]; write one a replica`,
    ]);
    expect(faults(configuration(3), 1)).toHaveLength(1);
    expect(faults(configuration(3).replace('openbao-2', 'openbao-1'))).toHaveLength(1);
    expect(faults(configuration(3).replaceAll('openbao-internal', 'openbao'))).toHaveLength(1);
  });

  test('short names are as good as long ones', () => {
    expect(faults(configuration(3).replaceAll('.production-model-serving.svc', ''))).toEqual([]);
  });

  test('a seal or a storage that the version does not have fails', () => {
    expect(faults(configuration(3).replace('"static"', '"awskms"'))).toEqual([
      "StatefulSet/openbao: `seal` must be one that is built in (shamir, static, transit, kmip), got 'awskms'; a cloud's needs its plugin",
    ]);
    expect(faults('storage "file" {\n}\n')).toEqual([
      'StatefulSet/openbao: the configuration must not hold `storage "file"`, which OpenBao 2.7 does not have any more; use "raft"',
    ]);
  });

  test('anything at all can be judged', () => {
    const file = configMap(configuration(3));
    for (const objects of spoilt([file, vault(file)]))
      expect(judge(vaultNodesFindEachOther, objects)).toBeInstanceOf(Array);
  });
});
