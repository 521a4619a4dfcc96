import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

/** Where cgroups live: one folder a hierarchy with cgroup v1, one in all with v2. */
function hierarchies(): readonly string[] {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) return [ROOT];
  return readdirSync(ROOT)
    .map((name) => join(ROOT, name))
    .filter((folder) => existsSync(join(folder, 'cgroup.procs')));
}

/** Makes a cgroup in every hierarchy: `data-frost-cluster-x/worker-1`. */
export function makeCgroup(path: string): void {
  for (const hierarchy of hierarchies()) {
    let parent = hierarchy;
    for (const name of path.split('/')) {
      const folder = join(parent, name);
      if (!existsSync(folder)) {
        mkdirSync(folder);
        inheritProcessors(parent, folder);
      }
      parent = folder;
    }
  }
}

/** A command line that joins the cgroup and becomes `command`. */
export function inCgroup(
  path: string,
  command: string,
  args: readonly string[],
): readonly [string, ...string[]] {
  const files = hierarchies().map((hierarchy) => join(hierarchy, path, 'cgroup.procs'));
  const script = [...files.map((file) => `echo $$ > ${file}`), 'exec "$@"'].join('\n');
  return ['sh', '-ec', script, 'sh', command, ...args];
}

/** A new cpuset of cgroup v1 has no processor, and no process can join it. */
function inheritProcessors(parent: string, folder: string): void {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    const to = join(folder, file);
    if (existsSync(to) && readFileSync(to, 'utf8').trim() === '')
      writeFileSync(to, readFileSync(join(parent, file)));
  }
}

/** How the kernel lists a process that the reader's namespace has no number for. */
const ELSEWHERE = 0;

/** Processes in the cgroup and below it, by the numbers of this process's own namespace; those elsewhere have none. */
export function processesIn(path: string): readonly number[] {
  return listedIn(path).filter((pid) => pid !== ELSEWHERE);
}

/** Whether any process is in the cgroup or below it, also one of another namespace. */
export function isOccupied(path: string): boolean {
  return listedIn(path).length > 0;
}

function listedIn(path: string): readonly number[] {
  const found = hierarchies()
    .flatMap((hierarchy) => foldersIn(join(hierarchy, path)))
    .flatMap((folder) => linesOf(join(folder, 'cgroup.procs')))
    .filter((line) => line !== '')
    .map(Number);
  return [...new Set(found)];
}

/** Another session that ends may remove its own meanwhile. */
function unlessGone<Found>(look: () => readonly Found[]): readonly Found[] {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENODEV'))
      return [];
    throw error;
  }
}

function linesOf(file: string): readonly string[] {
  return unlessGone(() => readFileSync(file, 'utf8').split('\n'));
}

/** Whether a cgroup of this name is left in any hierarchy. */
export function cgroupExists(path: string): boolean {
  return hierarchies().some((hierarchy) => existsSync(join(hierarchy, path)));
}

/** Names of the cgroups at the top that begin so. */
export function cgroupsNamed(prefix: string): readonly string[] {
  const names = hierarchies().flatMap((hierarchy) => readdirSync(hierarchy));
  return [...new Set(names)].filter((name) => name.startsWith(prefix));
}

/** Removes a cgroup with all below it from every hierarchy. @throws Error while a process is in one */
export function removeCgroup(path: string): void {
  for (const hierarchy of hierarchies()) {
    const top = join(hierarchy, path);
    if (existsSync(top)) for (const folder of [...foldersIn(top)].reverse()) rmdirSync(folder);
  }
}

/** The folder and all below it, parents first. */
function foldersIn(folder: string): readonly string[] {
  const below = unlessGone(() => readdirSync(folder, { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  return [folder, ...below.flatMap(({ name }) => foldersIn(join(folder, name)))];
}
