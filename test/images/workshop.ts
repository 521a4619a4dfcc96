import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Outcome } from './builder';

const BASE = `[debian]
suite = "trixie"
architecture = "amd64"
packages = []

[files]
"/etc/motd" = "motd"
`;

const CHILD = `from = "base"

[files]
"/srv/data" = "data"
`;

/** A folder of two tiny images, `base` and `child`, that need neither a network nor an interpreter. */
export interface Workshop {
  readonly folder: string;
  readonly layouts: string;
  write(path: string, content: string): void;
  read(path: string): string;
  /** Runs the builder on this folder. */
  build(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Outcome>;
  remove(): void;
}

export function workshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-'));
  const layouts = join(folder, 'layouts');
  const made: Workshop = {
    folder,
    layouts,
    write: (path, content) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    build: (args, environment = {}) =>
      build(['--images', folder, '--output', layouts, ...args], {
        XDG_CACHE_HOME: join(folder, 'cache'),
        ...environment,
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  made.write('base/image.toml', BASE);
  made.write('base/motd', 'hello\n');
  made.write('child/image.toml', CHILD);
  made.write('child/data/b.txt', 'b\n');
  made.write('child/data/a/c.txt', 'c\n');
  return made;
}
