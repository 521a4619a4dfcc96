import { Command } from 'commander';
import { type Synthesis, synthesize } from '../app';
import { inventory } from '../environments/inventory';
import { emit, recover } from '../synth/emit';
import { emitInto } from '../synth/mirror';
import { EVERYTHING, plan } from '../synth/plan';
import { differencesOf, foreignOf, secretsOf, summaryOf } from './report';
import { type ScopeOptions, scopeOf } from './scope';
import { unsettled } from './state';
import { terminal } from './terminal';

interface SynthOptions extends ScopeOptions {
  readonly check?: true;
  readonly secrets?: true;
}

/** `npm run synth`: renders, judges, and only then writes `dist/`. */
export function synthCommand(): Command {
  return new Command('synth')
    .description(
      'Render every cluster and environment, judge the manifests, and write dist/ when all laws hold',
    )
    .option('--environment <name>', 'write only what belongs to this environment or cluster')
    .option('--application <name>', 'write only what belongs to this application')
    .option('--check', 'write nothing; exit 1 and name the files if dist/ is not what the sources render')
    .option('--secrets', 'write nothing; list the Secrets that a person makes before the first sync')
    .action((options: SynthOptions) => {
      if (options.secrets === true) listSecrets();
      else if (options.check === true) check(options);
      else write(options);
    });
}

function write(options: SynthOptions): void {
  const started = performance.now();
  const recovered = recover(process.cwd());
  if (recovered !== undefined) terminal.print(`an interrupted run was ${recovered.replace('-', ' ')} first`);
  terminal.progress('rendering and judging');
  const synthesis = synthesize(inventory);
  const scope = scopeOf(options, synthesis);
  terminal.progress('writing dist/');
  const { plan: written } = emit(process.cwd(), synthesis.files, scope);
  const cdk8sFolder = process.env['CDK8S_OUTDIR'];
  if (cdk8sFolder !== undefined) emitInto(cdk8sFolder, synthesis.files);
  terminal.clear();
  terminal.print(...summaryOf(synthesis, scope, written, (performance.now() - started) / 1000));
  if (scope !== EVERYTHING) printOutside(synthesis);
  const { synced, ignored } = foreignOf(written);
  terminal.warn(...synthesis.warnings, ...synced, ...ignored);
}

function listSecrets(): void {
  terminal.print(...secretsOf(synthesize(inventory)));
}

function check(options: SynthOptions): void {
  const reason = unsettled();
  if (reason !== undefined) {
    terminal.fail(reason);
    return;
  }
  terminal.progress('rendering and judging');
  const synthesis = synthesize(inventory);
  const found = plan(process.cwd(), synthesis.files, scopeOf(options, synthesis));
  terminal.clear();
  const differences = differencesOf(found);
  const { synced, ignored } = foreignOf(found);
  terminal.warn(...synthesis.warnings, ...ignored);
  if (differences.length > 0) {
    terminal.fail(...differences, 'dist/ is not what the sources render; run `npm run synth` and commit it');
  }
  if (synced.length > 0) terminal.fail(...synced);
  if (differences.length === 0 && synced.length === 0) terminal.print('dist/ is what the sources render');
}

/** A narrowed run may leave the rest of `dist/` behind its sources; say so rather than let CI find it. */
function printOutside({ files }: Synthesis): void {
  const count = differencesOf(plan(process.cwd(), files, EVERYTHING)).length;
  if (count === 0) return;
  const subject = count === 1 ? '1 file' : `${count} files`;
  terminal.warn(
    `dist/: ${subject} outside what was asked for must be rendered too; run \`npm run synth\` before you commit`,
  );
}
