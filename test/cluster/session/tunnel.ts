import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Session } from './session';

/** A socket of the file system, which both sides of a network namespace reach. */
function socketOf({ folder }: Session): string {
  return join(folder, 'api.sock');
}

/** Inside the session: hands connections of the socket on to the API server. */
export function openInnerEnd(session: Session, address: string, port: number): Promise<void> {
  return listen(
    forward(() => connect(port, address)),
    { path: socketOf(session) },
  );
}

/** Outside of it: hands connections of a port of loopback on to the socket. */
export function openOuterEnd(session: Session, port: number): Promise<void> {
  return listen(
    forward(() => connect(socketOf(session))),
    { host: '127.0.0.1', port },
  );
}

function forward(target: () => Socket): Server {
  const server = createServer((incoming) => {
    const outgoing = target();
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  // It must not keep a program alive that has nothing else to do.
  return server.unref();
}

function listen(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(where, resolve);
  });
}
