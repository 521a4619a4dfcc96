import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../session/command';
import { type ServedSites, serveSites } from './server';

const folder = mkdtempSync(join(tmpdir(), 'server-test-'));
let served: ServedSites;

beforeAll(async () => {
  served = await serveSites(folder, new Map([['git.test', (_, response) => void response.end('well\n')]]));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks as git and Argo CD do: through the proxy that the environment names. */
const get = (url: string): Promise<string> =>
  run('curl', ['--silent', '--show-error', '--fail', '--cacert', served.authority, url], {
    env: { HTTPS_PROXY: served.proxy, http_proxy: served.proxy, NO_PROXY: '', no_proxy: '' },
  });

test('a host that is answered for has a certificate for its name', async () => {
  expect(await get('https://git.test/')).toBe('well\n');
});

test.each(['https://other.test/', 'https://git.test:8443/', 'http://git.test/'])(
  '%s is refused',
  async (url) => {
    await expect(get(url)).rejects.toThrow(/50[12]/);
  },
);
