import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Runs Prometheus' own judge in a folder that holds these files. @throws Error with what it says, unless it agrees */
export function promtool(
  args: readonly string[],
  files: Readonly<Record<string, unknown>>,
  path = process.env['PATH'] ?? '',
): string {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), stringify(content));
    const { error, status, stdout, stderr } = spawnSync('promtool', args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: path },
    });
    if (error !== undefined) {
      throw new Error(
        `promtool must be on the PATH to judge alerts (${error.message}); install Debian's prometheus package`,
      );
    }
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
