import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cached } from './cache';
import { copyWritable, filesIn } from './files';
import { go } from './go';
import { patchesOf, type Swap, swapFlags } from './go-swap';

/** One line for a person who waits. */
export type Report = (line: string) => void;

/** Programs that one go.mod pins. */
export interface GoPart {
  /** Readable part of the folder's name in the cache. */
  readonly name: string;
  /** Folder with go.mod, go.sum and the sources of our own. */
  readonly folder: string;
  /** The module whose version counts. @default none: the sources are of this repository */
  readonly module?: string;
  /** The binaries: name, and the package that it is built from. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Links beside a binary that acts by its name: link, and the binary. @default none */
  readonly links?: Readonly<Record<string, string>>;
  /** Files and folders of the module that lie beside the binaries: name there, and path in the module. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** String variables that the linker sets, such as a program's own version. @default none */
  readonly stamps?: (version: string) => Readonly<Record<string, string>>;
  /** Modules of others that are built with changes. @default none */
  readonly swaps?: readonly Swap[];
  /** Build tags. @default none */
  readonly tags?: readonly string[];
  /** Whether C is compiled in. @default false */
  readonly cgo?: boolean;
}

/**
 * The folder with a part's binaries, built now or taken from the cache when nothing changed.
 *
 * A first build takes minutes and nothing but Go; a later one reads the sources and the version of Go.
 */
export async function buildPart(part: GoPart, report: Report): Promise<string> {
  const { name, folder, binaries, links = {}, swaps = [] } = part;
  const version = versionOf(part);
  const flags = flagsOf(part, version);
  const environment = { CGO_ENABLED: part.cgo === true ? '1' : '0' };
  const inputs = [
    ...filesIn(folder).map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`),
    ...flags,
    JSON.stringify([binaries, links, part.files, environment, ...swaps]),
    ...patchesOf(swaps),
    await go(['env', 'GOVERSION', 'GOOS', 'GOARCH'], folder),
  ];
  return cached(name, inputs, async (draft) => {
    const title = [name, version].join(' ').trimEnd();
    report(`${title}: building from Go modules …`);
    const start = Date.now();
    await build(part, [...flags, '-o', `${draft}/`, ...Object.values(binaries)], environment);
    for (const [binary, from] of Object.entries(binaries)) {
      renameSync(join(draft, built(from)), join(draft, binary));
    }
    for (const [link, binary] of Object.entries(links)) symlinkSync(binary, join(draft, link));
    await copyModuleFiles(part, draft);
    report(`${title}: built in ${Math.round((Date.now() - start) / 1000)} s`);
  });
}

type Environment = Readonly<Record<string, string>>;

async function build(
  { folder, swaps = [] }: GoPart,
  args: readonly string[],
  environment: Environment,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'data-frost-go-'));
  try {
    const own = await swapFlags(swaps, folder, scratch);
    await go(['build', ...own, ...args], folder, environment);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function flagsOf({ stamps, tags = [] }: GoPart, version: string): readonly string[] {
  const stamped = Object.entries(stamps?.(version) ?? {}).map(([key, value]) => `-X ${key}=${value}`);
  const own = ['-trimpath', '-buildvcs=false', '-mod=readonly', `-tags=${tags.join()}`];
  return [...own, '-ldflags', ['-s -w', ...stamped].join(' ')];
}

async function copyModuleFiles({ module = '', folder, files = {} }: GoPart, to: string): Promise<void> {
  if (Object.keys(files).length === 0) return;
  const from = (await go(['list', '-m', '-f', '{{.Dir}}', module], folder)).trim();
  for (const [name, path] of Object.entries(files)) copyWritable(join(from, path), join(to, name));
}

/** What Go calls the binary of a package: the last part of its path that is no major version. */
function built(from: string): string {
  return basename(from.replace(/\/v\d+$/, ''));
}

/** The released version of the module that the part's go.mod requires: `v1.13.1`; empty for sources of our own. */
export function versionOf({ module, folder }: GoPart): string {
  if (module === undefined) return '';
  const line = readFileSync(join(folder, 'go.mod'), 'utf8')
    .split('\n')
    .find((text) => text.includes(`${module} v`));
  const version = line?.match(/ (v\d+\.\d+\.\d+)/)?.[1];
  if (version === undefined) throw new Error(`${folder}/go.mod must require ${module} at a released version`);
  return version;
}
