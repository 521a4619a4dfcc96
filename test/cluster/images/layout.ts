import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../session/command';

/** An image of one layer. */
export interface Image {
  /** Names that it is known by. */
  readonly references: readonly string[];
  /** Files: path in the image, and path here. */
  readonly files: Readonly<Record<string, string>>;
  /** Files: path in the image, and content. @default none */
  readonly texts?: Readonly<Record<string, string>>;
  /** Symbolic links: path in the image, and where they point. @default none */
  readonly links?: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  /** Number of who runs it, where a pod only says that it must not be root. @default root */
  readonly user?: number;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** As Go and npm name the processor of this machine. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Writes an archive with images in it. https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
 *
 * @param folder where it is put together; only the archive stays
 */
export async function writeArchive(images: readonly Image[], folder: string, archive: string): Promise<void> {
  const layout = join(folder, 'layout');
  const blobs = join(layout, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const manifests = [];
  for (const image of images) {
    const manifest = await writeImage(image, folder, blobs);
    for (const name of image.references) {
      manifests.push({ ...manifest, annotations: { 'io.containerd.image.name': name } });
    }
  }
  writeFileSync(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  await run('tar', ['-C', layout, '-cf', archive, '.']);
  rmSync(layout, { recursive: true });
}

async function writeImage(image: Image, folder: string, blobs: string): Promise<Descriptor> {
  const layer = await writeLayer(image, folder, blobs);
  const config = writeBlob(blobs, 'application/vnd.oci.image.config.v1+json', {
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: 'linux',
    config: {
      Entrypoint: image.entrypoint,
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
      User: String(image.user ?? 0),
      WorkingDir: '/',
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return writeBlob(blobs, mediaType, { schemaVersion: 2, mediaType, config, layers: [layer] });
}

async function writeLayer(image: Image, folder: string, blobs: string): Promise<Descriptor> {
  const root = join(folder, 'root');
  const file = join(folder, 'layer.tar');
  writeFiles(image, root);
  // The same files give the same bytes, so images that share them share the layer.
  const reproducible = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  await run('tar', ['-C', root, ...reproducible, '-cf', file, '.']);
  rmSync(root, { recursive: true });
  const descriptor = store(blobs, 'application/vnd.oci.image.layer.v1.tar', readFileSync(file));
  rmSync(file);
  return descriptor;
}

function writeFiles({ files, texts = {}, links = {} }: Image, root: string): void {
  const at = (path: string) => {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  for (const [path, from] of Object.entries(files)) {
    copyFileSync(from, at(path));
    chmodSync(at(path), 0o755);
  }
  for (const [path, content] of Object.entries(texts)) writeFileSync(at(path), content, { mode: 0o644 });
  for (const [path, target] of Object.entries(links)) symlinkSync(target, at(path));
}

function writeBlob(blobs: string, mediaType: string, content: object): Descriptor {
  return store(blobs, mediaType, Buffer.from(JSON.stringify(content)));
}

function store(blobs: string, mediaType: string, content: Buffer): Descriptor {
  const hash = createHash('sha256').update(content).digest('hex');
  writeFileSync(join(blobs, hash), content);
  return { mediaType, digest: `sha256:${hash}`, size: content.length };
}
