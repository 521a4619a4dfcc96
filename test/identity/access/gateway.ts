import { privatePort, privateUrl } from '../../../environments/entry';
import type { Cluster } from '../../cluster/cluster';
import { addAddress } from '../../cluster/network/node-network';
import { authorities, literal } from '../ground';
import { type Call, call, type Reply } from './http';

/** What is asked for, wherever it is answered. */
export type Question = Pick<Call, 'host' | 'path' | 'method' | 'headers' | 'body'>;

/** Asks one of the gateway's listeners. */
export type Ask = (question: Question) => Promise<Reply>;

/** A machine of the administrators: the first address of the network from which the private listener may be reached. */
export const ADMINISTRATOR = '10.30.1.5';

/** A machine of nobody's, outside of every network that the literal names. */
export const STRANGER = '203.0.113.20';

/** Asks the public listener as the world does, by a balancer. @param lost a worker that the balancer has taken out */
export async function publicGateway(cluster: Cluster, lost?: string): Promise<Ask> {
  const [balancer] = literal.balancers;
  return listener(cluster, literal.gateway.controller.nodePorts.https, balancer?.address ?? '', lost);
}

/**
 * Asks the private listener as administrators do, past the balancers, at the URLs that they are given.
 *
 * @param from another machine
 */
export async function privateGateway(cluster: Cluster, from = ADMINISTRATOR): Promise<Ask> {
  await addAddress(from);
  const ask = await listener(cluster, privatePort(literal), from);
  return ({ headers, ...question }) => {
    const { host } = new URL(privateUrl(literal, question.host));
    return ask({ ...question, headers: { host, ...headers } });
  };
}

async function listener(cluster: Cluster, port: number, from: string, lost?: string): Promise<Ask> {
  const ca = await authorities(cluster);
  const worker = cluster.plan.workers.find(({ name }) => name !== lost);
  return (question) => call({ ...question, from, ca, to: { address: worker?.address ?? '', port } });
}
