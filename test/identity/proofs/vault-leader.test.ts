import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { privateGateway } from '../access/gateway';
import { startStream, streamText } from '../access/stream';
import { activeNode, activeNodes } from '../access/vault';
import { allWell, enteredSecret, enterSecret, killNode } from '../access/vault-nodes';
import { clusterUnderTest, environment } from '../ground';

const cluster = clusterUnderTest();
const host = environment.vault?.hostname ?? '';

/** Seconds after which another node must serve: raft's election, the label, and what kube-proxy and the gateway learn. */
const TAKEOVER_SECONDS = 20;

test('the active node dies and another one serves', async () => {
  await allWell(cluster);
  const ask = await privateGateway(cluster);
  const secret = await enterSecret(cluster, 'leader');
  const dead = await activeNode(cluster);
  const stop = startStream(ask, { host, path: '/v1/sys/health' });
  const start = Date.now();
  await killNode(cluster, dead);
  const heir = await until('another node is active', async () => {
    const [node, ...others] = await activeNodes(cluster);
    return node !== undefined && node !== dead && others.length === 0 ? { node } : [node, ...others].join();
  });
  measured('another node says that it is active', secondsSince(start));
  await allWell(cluster);
  measured('all nodes are well again', secondsSince(start));
  const stream = await stop();
  measured('requests to the vault meanwhile', streamText(stream));
  expect(heir.node).not.toBe(dead);
  expect(stream.longestGap).toBeLessThan(TAKEOVER_SECONDS);
  expect(await enteredSecret(cluster, 'leader')).toBe(secret);
});
