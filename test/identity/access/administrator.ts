import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Cluster } from '../../cluster/cluster';
import { addAddress } from '../../cluster/network/node-network';
import { environment } from '../ground';
import { ADMINISTRATOR } from './gateway';

/** An administrator's machine, for programs that take a proxy: variables that lead them to it. */
export interface Machine {
  readonly variables: Readonly<Record<string, string>>;
  readonly end: () => void;
}

/**
 * Stands for the machine of an administrator: private host names lead to a worker, as DNS must answer, and what is sent there
 * comes from the network that may ask. Host and port are those of the URL that a program was given.
 */
export async function administratorMachine({ plan }: Cluster): Promise<Machine> {
  await addAddress(ADMINISTRATOR);
  const host = plan.workers[0]?.address ?? '';
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }, socket, head) => {
    const [name = '', port = ''] = url.split(':');
    if (!name.endsWith(`.internal.${environment.domain}`)) {
      socket.end('HTTP/1.1 502 not a private host\r\n\r\n');
      return;
    }
    const way = connect({ host, port: Number(port), localAddress: ADMINISTRATOR });
    socket.on('error', () => way.destroy());
    way
      .on('error', () => socket.destroy())
      .once('connect', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        way.write(head);
        way.pipe(socket).pipe(way);
      });
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const address = proxy.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    variables: { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: plan.controlPlane.join() },
    end: () => void proxy.close(),
  };
}
