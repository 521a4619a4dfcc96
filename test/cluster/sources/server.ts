import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { issue, makeAuthority } from '../session/authority';

/** Answers requests to one host. */
export type Site = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Answers over HTTPS on loopback for hosts that cannot be reached from here, with certificates of an authority of this
 * run. `prepareNamespaces` makes their names lead here.
 *
 * @returns file with the authority's certificate
 */
export async function serveSites(folder: string, sites: ReadonlyMap<string, Site>): Promise<string> {
  const authority = await makeAuthority(folder, 'sites-authority');
  const names = [...sites.keys()].map((host) => `DNS:${host}`);
  const files = await issue(authority, folder, 'sites', { subject: '/CN=sites', names });
  const server = createServer(
    { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
    (request, response) => {
      const host = request.headers.host?.replace(/:\d+$/, '') ?? '';
      const site = sites.get(host);
      if (site !== undefined) site(request, response);
      else response.writeHead(404).end(`${host}: nobody answers for this host\n`);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(443, '127.0.0.1', resolve);
  });
  return authority.certificate;
}
