import type { Server } from 'node:http';

/** The port of loopback at which a server of a test listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server must listen on a port');
  return address.port;
}
