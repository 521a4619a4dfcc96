import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';

/** What belongs to the machine: a program that would write there fails, and so is found. */
const READ_ONLY = ['/etc', '/opt', '/usr'];

/**
 * Prepares the namespaces that this process was started in: an empty /run, loopback, and `/etc/hosts` of our own, since
 * nothing outside can be reached.
 */
export async function prepareNamespaces(folder: string): Promise<void> {
  await run('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  mkdirSync('/run/netns');
  for (const path of READ_ONLY) {
    await run('mount', ['--bind', path, path]);
    await run('mount', ['-o', 'remount,bind,ro', path]);
  }
  const file = join(folder, 'hosts');
  writeFileSync(file, '127.0.0.1 localhost\n');
  await run('mount', ['--bind', file, '/etc/hosts']);
  await run('ip', ['link', 'set', 'lo', 'up']);
}
