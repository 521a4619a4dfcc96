import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How an index or a manifest names a blob. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** How an image runs: https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md */
export interface RunConfig {
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
}

/** A layer, and the file that holds it. */
export interface Layer {
  readonly descriptor: Descriptor;
  readonly file: string;
}

/** The one image of a layout on disk. */
export interface LayoutImage {
  /** The lowest first. */
  readonly layers: readonly Layer[];
  readonly config: RunConfig;
}

interface Index {
  readonly manifests: readonly Descriptor[];
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

interface ImageConfig {
  readonly config: RunConfig;
}

/** Reads an OCI layout, as images/build.py writes it. @throws Error when it holds no image */
export function readLayout(folder: string): LayoutImage {
  const index: Index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  const [first] = index.manifests;
  if (first === undefined) throw new Error(`${folder}/index.json must name a manifest`);
  const manifest: Manifest = JSON.parse(readFileSync(blobOf(folder, first), 'utf8'));
  const { config }: ImageConfig = JSON.parse(readFileSync(blobOf(folder, manifest.config), 'utf8'));
  const layers = manifest.layers.map((descriptor) => ({ descriptor, file: blobOf(folder, descriptor) }));
  return { layers, config };
}

function blobOf(folder: string, { digest }: Descriptor): string {
  return join(folder, 'blobs', ...digest.split(':'));
}
