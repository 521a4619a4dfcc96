import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { list, mappings, number, text } from '../../../checks/readers/read';

/** A proof's file; the other tests are of the harness itself, the ones too of what proofs in a folder below share. */
const PROOF = /^test\/[^/]+\/proofs\/([^/]+)\.test\.ts$/;

/** What became of one test. */
export interface Result {
  /** Full name, as Jest has it. */
  readonly name: string;
  /** Name of its file without folder and ending: `argo-cd-waves`; undefined for tests of the harness itself. */
  readonly group: string | undefined;
  readonly outcome: 'passed' | 'failed' | 'not proven';
  readonly seconds: number;
}

/** A file whose tests could not even be run, and why. */
export interface BrokenFile {
  readonly file: string;
  readonly message: string;
}

/** What Jest wrote to `--outputFile`. */
export interface Results {
  readonly results: readonly Result[];
  readonly broken: readonly BrokenFile[];
}

/** Reads what Jest wrote. https://jestjs.io/docs/configuration#testresultsprocessor-string */
export function readResults(file: string, folder = process.cwd()): Results {
  const files = mappings(JSON.parse(readFileSync(file, 'utf8')), 'testResults');
  const nameOf = (found: unknown): string => relative(folder, text(found, 'name') ?? '');
  return {
    results: files.flatMap((found) =>
      mappings(found, 'assertionResults').map((test) => resultOf(test, groupOf(nameOf(found)))),
    ),
    broken: files
      .filter((found) => list(found, 'assertionResults').length === 0 && text(found, 'status') === 'failed')
      .map((found) => ({ file: nameOf(found), message: text(found, 'message') ?? '' })),
  };
}

function resultOf(test: unknown, group: string | undefined): Result {
  const status = text(test, 'status');
  const outcome = status === 'passed' || status === 'failed' ? status : 'not proven';
  const seconds = (number(test, 'duration') ?? 0) / 1000;
  return { name: text(test, 'fullName') ?? '', group, outcome, seconds };
}

function groupOf(file: string): string | undefined {
  return PROOF.exec(file)?.[1];
}
