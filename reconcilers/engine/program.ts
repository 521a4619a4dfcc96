import { reasonOf } from './errors';
import { type Report, withoutSecrets } from './report';

/**
 * Runs a program to its end: what it reports goes to the standard output, what stopped it to the standard error, and the
 * exit code says which it was. No secret that it came to know stands in either.
 *
 * @param work gets the report and tells of every secret that it reads
 */
export async function runProgram(
  work: (report: Report, learn: (secret: string) => void) => Promise<void>,
): Promise<void> {
  const secrets: string[] = [];
  const print = (stream: NodeJS.WriteStream) =>
    withoutSecrets(
      (line) => stream.write(`${line}\n`),
      () => secrets,
    );
  try {
    await work(print(process.stdout), (secret) => secrets.push(secret));
  } catch (error) {
    print(process.stderr)(reasonOf(error));
    process.exitCode = 1;
  }
}
