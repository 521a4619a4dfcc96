import { measured, secondsSince } from '../../cluster/report/measurements';
import { mergeEnvironment } from '../access/merge';
import { activeNodes } from '../access/vault';
import { allWell, enteredSecret, enterSecret, vaultNodes } from '../access/vault-nodes';
import { clusterUnderTest, environment } from '../ground';
import { runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const [first = '', ...others] = vaultNodes;
const variables = { ENVIRONMENT: environment.name, NODES: others.toReversed().join(' ') };

test('a vault with fewer nodes keeps its quorum and what it holds, and takes more again', async () => {
  await allWell(cluster);
  const secret = await enterSecret(cluster, 'fewer-nodes');
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Fewer vault nodes', 1), variables);
  await mergeReplicas(1);
  await runBlocks(cluster, sectionBlocks('Fewer vault nodes', 2), variables);
  measured('a single node is left', secondsSince(start));
  expect(await activeNodes(cluster)).toEqual([first]);
  expect(await enteredSecret(cluster, 'fewer-nodes')).toBe(secret);

  await mergeReplicas(3);
  await allWell(cluster);
  expect(await enteredSecret(cluster, 'fewer-nodes')).toBe(secret);
});

async function mergeReplicas(replicas: 1 | 3): Promise<void> {
  await mergeEnvironment(cluster, `${replicas} nodes of the vault`, ({ vault, ...rest }) => {
    if (vault === undefined) throw new Error(`${rest.name} must have a vault`);
    return { ...rest, vault: { ...vault, replicas } };
  });
}
