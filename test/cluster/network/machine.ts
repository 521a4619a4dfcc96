import { connect, createServer } from 'node:net';
import type { Verdict } from './probe';

/** Milliseconds after which nothing is expected any more; as in a stand-in. */
const SILENCE = 2000;

/**
 * Tries a TCP connection from a machine beside the workers: the balancers and the control plane are this namespace.
 *
 * @param machine its address, which this namespace must have
 * @param address host and port
 */
export function connectAs(machine: string, address: string): Promise<Verdict> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), localAddress: machine, timeout: SILENCE });
    const tell = (verdict: Verdict) => {
      socket.destroy();
      resolve(verdict);
    };
    socket
      .once('connect', () => tell('open'))
      .once('timeout', () => tell('silent'))
      .once('error', ({ code }: NodeJS.ErrnoException) =>
        tell(code === 'ECONNREFUSED' ? 'refused' : 'failed'),
      );
  });
}

/** Accepts connections at an address of this namespace, and closes them; returns what ends that. */
export function listenAt(host: string, port: number): Promise<() => Promise<void>> {
  const server = createServer((socket) => socket.destroy());
  const end = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen({ host, port }, () => resolve(end));
  });
}
