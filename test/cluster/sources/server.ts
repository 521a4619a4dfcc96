import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issue, makeAuthority } from '../session/authority';

/** Answers requests to one host. */
export type Site = (request: IncomingMessage, response: ServerResponse) => void;

/** Hosts that are answered for. */
export interface ServedSites {
  /** The proxy that leads to them and to nothing else: `http://127.0.0.1:8888`. */
  readonly proxy: string;
  /** File with the certificate of who signs theirs. */
  readonly authority: string;
}

/**
 * Answers over HTTPS for hosts that cannot be reached from here, with certificates of an authority of this run, to
 * whoever asks through a proxy on loopback. It refuses every other host, so nothing leaves the machine.
 */
export async function serveSites(folder: string, sites: ReadonlyMap<string, Site>): Promise<ServedSites> {
  const authority = await makeAuthority(folder, 'sites-authority');
  const names = [...sites.keys()].map((host) => `DNS:${host}`);
  const files = await issue(authority, folder, 'sites', { subject: '/CN=sites', names });
  const secure = createSecureServer(
    { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
    (request, response) => {
      const host = request.headers.host?.replace(/:\d+$/, '') ?? '';
      const site = sites.get(host);
      if (site !== undefined) site(request, response);
      else response.writeHead(404).end(`${host}: nobody answers for this host\n`);
    },
  );
  const proxy = createServer((request, response) => {
    response.writeHead(501).end(`${request.url}: only HTTPS is answered for\n`);
  });
  proxy.on('connect', ({ url = '' }, socket, head) => {
    if (!sites.has(url.replace(/:443$/, ''))) {
      socket.end('HTTP/1.1 502 nobody answers for this host\r\n\r\n');
      return;
    }
    socket.on('error', () => socket.destroy()).write('HTTP/1.1 200 OK\r\n\r\n');
    socket.unshift(head);
    secure.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => {
    // It must not keep a program alive that has nothing else to do.
    proxy.once('error', reject).listen(0, '127.0.0.1', resolve).unref();
  });
  return { authority: authority.certificate, proxy: `http://127.0.0.1:${portOf(proxy.address())}` };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy must listen on a port');
  return address.port;
}
