import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../session/command';
import { chartSite, definitionsChart } from './chart-site';

let folder: string;
let server: Server;
let url: string;
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'a.b' },
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chart-test-'));
  const chart = definitionsChart('operator', '1.2.3', [definition]);
  server = createServer(await chartSite('/charts', [chart], folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server must have a port');
  url = `http://127.0.0.1:${address.port}/charts`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('the index names the chart, says that it is definitions only, and leads to it', async () => {
  const index: unknown = parse(await (await fetch(`${url}/index.yaml`)).text());
  expect(index).toMatchObject({
    entries: { operator: [{ version: '1.2.3', description: 'CRDs only', urls: ['operator-1.2.3.tgz'] }] },
  });
  const archive = join(folder, 'a.tgz');
  writeFileSync(archive, Buffer.from(await (await fetch(`${url}/operator-1.2.3.tgz`)).arrayBuffer()));
  const files = (await run('tar', ['-tzf', archive])).split('\n').filter((line) => /[^/]$/.test(line));
  expect(files.sort()).toEqual(['operator/Chart.yaml', 'operator/templates/a.b.yaml']);
  expect(parse(await run('tar', ['-xzOf', archive, 'operator/templates/a.b.yaml']))).toEqual(definition);
});

test.each(['/operator-1.2.4.tgz', '/../operator'])('%s is not there', async (path) => {
  expect((await fetch(`${url}${path}`)).status).toBe(404);
});
