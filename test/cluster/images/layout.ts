import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../session/command';
import { type Descriptor, type RunConfig, readLayout } from './oci-layout';

/** An image: the layers of another one, where it has one below it, and one of its own. */
export interface Image {
  /** Names that it is known by. */
  readonly references: readonly string[];
  /** Folder of an OCI layout: its layers lie below, and what is not set here is as it says. @default none */
  readonly base?: string;
  /** Files: path in the image, and path here. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** Files: path in the image, and content. @default none */
  readonly texts?: Readonly<Record<string, string>>;
  /** Symbolic links: path in the image, and where they point. @default none */
  readonly links?: Readonly<Record<string, string>>;
  /** Paths of empty folders. @default none */
  readonly folders?: readonly string[];
  /** @default that of the image below */
  readonly entrypoint?: readonly string[];
  /** As whom it runs unless a pod says otherwise: `65532`, `26:26`. @default that of the image below, else root */
  readonly user?: string;
  /** Where it starts. @default that of the image below, else `/` */
  readonly workingDirectory?: string;
  /** Variables beside those of the image below. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** As Go and npm name the processor of the machine that builds. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** How Go and image layouts call the processor of the machine that builds. */
export const ARCHITECTURE = ARCHITECTURES[process.arch] ?? process.arch;

/** What an image without another below it runs with. */
const PLAIN: RunConfig = { Env: ['PATH=/usr/local/bin:/usr/bin:/bin'], WorkingDir: '/' };

/**
 * Writes an archive with images in it; a layer that several have is in it once.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
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
  const below = image.base === undefined ? undefined : readLayout(image.base);
  for (const { file, descriptor } of below?.layers ?? []) place(file, blobs, descriptor);
  const own = hasFiles(image) ? [await writeLayer(image, folder, blobs)] : [];
  const layers = [...(below?.layers ?? []).map(({ descriptor }) => descriptor), ...own];
  const config = writeBlob(blobs, 'application/vnd.oci.image.config.v1+json', {
    architecture: ARCHITECTURE,
    os: 'linux',
    config: runConfig(image, below?.config ?? PLAIN),
    // Nothing is compressed, so a layer's digest is that of its files, too.
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return writeBlob(blobs, mediaType, { schemaVersion: 2, mediaType, config, layers });
}

function runConfig({ entrypoint, user, workingDirectory, env = {} }: Image, below: RunConfig): RunConfig {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const kept = (below.Env ?? []).filter(
    (line) => !Object.keys(env).some((name) => line.startsWith(`${name}=`)),
  );
  return {
    ...below,
    // The command of the image below is for its own entry point.
    ...(entrypoint === undefined ? {} : { Entrypoint: entrypoint, Cmd: [] }),
    ...(user === undefined ? {} : { User: user }),
    ...(workingDirectory === undefined ? {} : { WorkingDir: workingDirectory }),
    Env: [...kept, ...variables],
  };
}

function hasFiles({ files = {}, texts = {}, links = {}, folders = [] }: Image): boolean {
  return folders.length > 0 || [files, texts, links].some((table) => Object.keys(table).length > 0);
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

function writeFiles({ files = {}, texts = {}, links = {}, folders = [] }: Image, root: string): void {
  const at = (path: string) => {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  for (const path of folders) mkdirSync(join(root, path), { recursive: true });
  for (const [path, from] of Object.entries(files)) {
    copyFileSync(from, at(path));
    chmodSync(at(path), 0o755);
  }
  for (const [path, content] of Object.entries(texts)) writeFileSync(at(path), content, { mode: 0o644 });
  for (const [path, target] of Object.entries(links)) symlinkSync(target, at(path));
}

/** A blob that lies on this disk already: under a second name where the file system has one, else copied. */
function place(file: string, blobs: string, { digest }: Descriptor): void {
  const target = join(blobs, digest.replace('sha256:', ''));
  if (existsSync(target)) return;
  try {
    linkSync(file, target);
  } catch {
    copyFileSync(file, target);
  }
}

function writeBlob(blobs: string, mediaType: string, content: object): Descriptor {
  return store(blobs, mediaType, Buffer.from(JSON.stringify(content)));
}

function store(blobs: string, mediaType: string, content: Buffer): Descriptor {
  const hash = createHash('sha256').update(content).digest('hex');
  writeFileSync(join(blobs, hash), content);
  return { mediaType, digest: `sha256:${hash}`, size: content.length };
}
