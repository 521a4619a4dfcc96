import pico from 'picocolors';

const { stdout, stderr } = process;

type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;

/** Whether a person watches the stream on a terminal that understands more than lines. */
function isWatched({ isTTY }: Stream): boolean {
  return Boolean(isTTY) && process.env['TERM'] !== 'dumb';
}

/** Of one stream: the other may go to a file. */
function coloursOf(stream: Stream) {
  return pico.createColors(isWatched(stream) && !process.env['NO_COLOR']);
}

/** What a person sees: progress and colour on a terminal, plain lines elsewhere. */
export const terminal = {
  /** Colours of what is printed. */
  colours: coloursOf(stdout),
  /** Shows what is being done, until the next call; nothing where no person watches. */
  progress(step: string): void {
    if (isWatched(stderr)) stderr.write(`\r\u001b[K${coloursOf(stderr).dim(`${step} …`)}`);
  },
  /** Removes the progress. */
  clear(): void {
    if (isWatched(stderr)) stderr.write('\r\u001b[K');
  },
  print(...lines: readonly string[]): void {
    for (const line of lines) stdout.write(`${line}\n`);
  },
  warn(...lines: readonly string[]): void {
    for (const line of lines) stderr.write(`${coloursOf(stderr).yellow('warning')} ${line}\n`);
  },
  /** Says what is wrong and makes the command exit with 1. */
  fail(...lines: readonly string[]): void {
    for (const line of lines) stderr.write(`${line}\n`);
    process.exitCode = 1;
  },
};
