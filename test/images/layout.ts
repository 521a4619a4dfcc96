import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an image says about how it runs: https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md */
export interface RunConfig {
  readonly User: string;
  readonly WorkingDir: string;
  readonly Entrypoint: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env: readonly string[];
  readonly ExposedPorts?: Readonly<Record<string, object>>;
}

interface Descriptor {
  readonly digest: string;
}

interface Index {
  readonly manifests: readonly Descriptor[];
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

interface ImageConfig {
  readonly architecture: string;
  readonly config: RunConfig;
}

/** Digest of the manifest of a layout. */
export function digestOf(layout: string): string {
  const index: Index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
  const [manifest] = index.manifests;
  if (manifest === undefined) throw new Error(`${layout}: its index must name a manifest`);
  return manifest.digest;
}

/** Digests of the layers, the lowest first. */
export function layersOf(layout: string): readonly string[] {
  return manifestOf(layout).layers.map(({ digest }) => digest);
}

export function configOf(layout: string): ImageConfig {
  return JSON.parse(readFileSync(blob(layout, manifestOf(layout).config.digest), 'utf8'));
}

/** Unpacks all layers, as a container runtime does before it starts an image. */
export function unpack(layout: string, root: string): void {
  for (const digest of layersOf(layout))
    execFileSync('tar', ['--extract', '--file', blob(layout, digest), '--directory', root]);
}

/** One line for each entry of a layer: mode, owner, size, time, name. */
export function listing(layout: string, digest: string): readonly string[] {
  const args = ['--list', '--verbose', '--numeric-owner', '--utc', '--file', blob(layout, digest)];
  return execFileSync('tar', args, { encoding: 'utf8' }).trimEnd().split('\n');
}

function manifestOf(layout: string): Manifest {
  return JSON.parse(readFileSync(blob(layout, digestOf(layout)), 'utf8'));
}

function blob(layout: string, digest: string): string {
  return join(layout, 'blobs', ...digest.split(':'));
}
