import pico from 'picocolors';

const { stdout, stderr } = process;
const colours = pico.createColors(stdout.isTTY && process.env['NO_COLOR'] === undefined);

/** What a person sees: progress and colour on a terminal, plain lines elsewhere. */
export const terminal = {
  colours,
  /** Shows what is being done, until the next call; nothing where no person watches. */
  progress(step: string): void {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${colours.dim(`${step} …`)}`);
  },
  /** Removes the progress. */
  clear(): void {
    if (stderr.isTTY) stderr.write('\r\u001b[K');
  },
  print(...lines: readonly string[]): void {
    for (const line of lines) stdout.write(`${line}\n`);
  },
  warn(...lines: readonly string[]): void {
    for (const line of lines) stderr.write(`${colours.yellow('warning')} ${line}\n`);
  },
  /** Says what is wrong and makes the command exit with 1. */
  fail(...lines: readonly string[]): void {
    for (const line of lines) stderr.write(`${line}\n`);
    process.exitCode = 1;
  },
};
