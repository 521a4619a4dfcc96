import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, list, text } from '../../../checks/readers/read';
import { run } from '../session/command';
import { definitionsChart } from './chart-site';
import { registrySite } from './registry-site';

let folder: string;
let server: Server;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-test-'));
  const metadata = { name: 'a.b' };
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata };
  const chart = definitionsChart('driver', '1.2.3', [definition]);
  server = createServer(await registrySite('/team/charts', [chart], folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server must have a port');
  url = `http://127.0.0.1:${address.port}/v2`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('the manifest of a version leads to the chart, each under its digest', async () => {
  expect((await fetch(`${url}/`)).status).toBe(200);
  const answer = await fetch(`${url}/team/charts/driver/manifests/1.2.3`);
  const manifest: unknown = await answer.json();
  expect(answer.headers.get('content-type')).toBe('application/vnd.oci.image.manifest.v1+json');
  const [layer] = list(manifest, 'layers');
  const digest = text(layer, 'digest') ?? '';
  const content = Buffer.from(await (await fetch(`${url}/team/charts/driver/blobs/${digest}`)).arrayBuffer());
  expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(digest);
  expect(content.length).toBe(at(layer, 'size'));
  const archive = join(folder, 'a.tgz');
  writeFileSync(archive, content);
  expect(await run('tar', ['-tzf', archive])).toContain('driver/templates/a.b.yaml');
  const pinned = await fetch(
    `${url}/team/charts/driver/manifests/${answer.headers.get('docker-content-digest')}`,
  );
  expect(await pinned.json()).toEqual(manifest);
});

test.each(['/team/charts/driver/manifests/1.2.4', '/team/charts/other/manifests/1.2.3'])(
  '%s is not there',
  async (path) => {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  },
);
