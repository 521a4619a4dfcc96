import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onExit } from './on-exit';

const run = promisify(execFile);

/**
 * Runs the Go command in `folder` and returns what it printed.
 *
 * Settings of a person's own (flags, a workspace, a newer tool chain) are switched off, so that the same files
 * give the same result everywhere; the module proxy and the checksum database stay as the machine has them.
 *
 * @param environment variables after our own
 * @throws Error with Go's own message when it fails or is not installed.
 */
export async function go(
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const own = { CGO_ENABLED: '0', GOFLAGS: '', GOTOOLCHAIN: 'local', GOWORK: 'off' };
  const env = { ...process.env, ...own, ...environment };
  const running = run('go', [...args], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
  const forget = onExit(() => void running.child.kill());
  try {
    return (await running).stdout;
  } catch (error) {
    throw new Error(`go ${args.join(' ')}: ${messageOf(error)}`);
  } finally {
    forget();
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT')
    return 'Go must be installed and in PATH (https://go.dev/dl)';
  const printed = ['stderr', 'stdout']
    .map((stream): unknown => Reflect.get(error, stream))
    .find((text) => typeof text === 'string' && text !== '');
  return typeof printed === 'string' ? printed.trim() : error.message;
}
