import { execFile } from 'node:child_process';

/** What a command is given beside its arguments. */
export interface CommandOptions {
  /** Text on its standard input. @default none */
  readonly input?: string;
  /** Variables beside this process's own. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** @default this process's own */
  readonly folder?: string;
}

/**
 * Runs a command to its end and returns what it printed.
 *
 * @throws Error with the command line and all that it said when it fails or is not there.
 */
export function run(
  command: string,
  args: readonly string[],
  { input, env = {}, folder }: CommandOptions = {},
): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim() || stdout.trim() || error.message}`));
    });
    // A command that ends before it has read everything says why on its standard error.
    child.stdin?.on('error', () => undefined).end(input);
  });
}
