import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_IDENTITY_PARTS, buildPrograms, type Programs } from '../cluster/build/programs';
import { identityImages } from '../cluster/images/identity';
import { writeArchive } from '../cluster/images/layout';
import { buildLayouts, type Layouts } from '../cluster/images/recipes';
import { run as runCommand } from '../cluster/session/command';
import { type Root, remove, run, unpacked } from './sandbox';

/** What each answers; its own version where it knows that, else the first words of its help. */
const PROGRAMS: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    'oci.external-secrets.io/external-secrets/external-secrets:v1',
    ['--help'],
    /visit https:\/\/external-secrets\.io/,
  ],
  ['quay.io/jetstack/cert-manager-controller:v1', ['--help'], /automate the management and issuance/],
  ['quay.io/jetstack/cert-manager-webhook:v1', ['--help'], /Webhook component providing API validation/],
  ['quay.io/jetstack/cert-manager-cainjector:v1', ['--help'], /help for ca-injector/],
  ['quay.io/jetstack/trust-manager:v1', ['--help'], /operator for distributing bundles/],
  ['ghcr.io/cloudnative-pg/cloudnative-pg:1', ['version'], /Version:1\.30\.1/],
  ['ghcr.io/cloudnative-pg/plugin-barman-cloud:1', ['operator', '--help'], /--server-address/],
  ['ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:1', ['instance', '--help'], /Usage:/],
  ['docker.io/rclone/rclone:1', ['version'], /^rclone v1\.75\.1\n/],
  ['quay.io/oauth2-proxy/oauth2-proxy:1', ['--version'], /^oauth2-proxy v7\.15\.4 /],
];

/** Go builds all of them in half an hour when nothing is cached. */
const COLD_BUILD = 60 * 60 * 1000;

let programs: Programs;
let layouts: Layouts;
let folder: string;
let root: Root | undefined;

beforeAll(async () => {
  programs = await buildPrograms(ALL_IDENTITY_PARTS, () => undefined);
  layouts = await buildLayouts(() => undefined);
}, COLD_BUILD);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'identity-test-'));
  root = undefined;
});

afterEach(() => {
  if (root !== undefined) remove(root);
  rmSync(folder, { recursive: true });
});

test.each(PROGRAMS)(
  '%s starts as a user without rights on a read-only root',
  async (reference, args, answer) => {
    const layout = join(folder, 'image');
    mkdirSync(layout);
    const archive = join(folder, 'archive.tar');
    await writeArchive(identityImages([reference], programs, layouts), folder, archive);
    await runCommand('tar', ['-C', layout, '-xf', archive]);
    root = unpacked(layout);
    const { Entrypoint, User } = root.config;
    // rclone's image names no user, so a pod does.
    const user = User === '0' ? '65534' : User;
    const { code, output } = await run(root, { command: [...Entrypoint, ...args], network: 'none', user });
    expect(output).toMatch(answer);
    expect(code).toBe(0);
  },
);
