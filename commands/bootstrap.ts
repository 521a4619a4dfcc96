import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { synthesize } from '../app';
import type { Ask } from '../bootstrap/apply';
import { documentOf } from '../bootstrap/document';
import { Kubectl } from '../bootstrap/kubectl';
import { lineOf } from '../bootstrap/look';
import type { Step } from '../bootstrap/step';
import { stepsOf } from '../bootstrap/steps';
import { isOpen, walk } from '../bootstrap/walk';
import { inventory } from '../environments/inventory';
import { FaultsError } from '../values/fault';
import { show as shown } from '../values/schema';
import { terminal } from './terminal';

interface BootstrapOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly print?: true;
  readonly apply?: true;
}

/** `npm run bootstrap`: from machines to everything Healthy, and what of it is still to be done. */
export function bootstrapCommand(): Command {
  return new Command('bootstrap')
    .description(
      'Show the steps from empty machines to an environment that is Healthy, and what a cluster lacks of them',
    )
    .argument('<environment>', 'name of the environment')
    .option('--kubeconfig <file>', 'cluster to look at, as kubectl takes it')
    .option('--context <name>', 'context within the kubeconfig')
    .option('--print', 'ask no cluster; print all steps as docs/bootstrap.md has them')
    .option(
      '--apply',
      'make the namespaces and Secrets that are missing; asks for values on the standard input',
    )
    .action((environment: string, options: BootstrapOptions) => run(environment, options));
}

async function run(name: string, options: BootstrapOptions): Promise<void> {
  const steps = stepsFor(name);
  if (options.print === true) {
    terminal.print(documentOf(name, steps).trimEnd());
    return;
  }
  const { kubeconfig, context } = options;
  const kubectl = new Kubectl([
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
  ]);
  const person = options.apply === true ? answers() : undefined;
  try {
    const open = await show(steps, kubectl, person?.ask);
    if (open > 0)
      terminal.fail(`${open} of what ${name} needs ${open === 1 ? 'is' : 'are'} still to be done`);
  } catch (error) {
    terminal.fail(error instanceof Error ? error.message : String(error));
  } finally {
    person?.end();
  }
}

/** Prints each step, what of it is left, and how that is done; counts what is left. */
async function show(steps: readonly Step[], kubectl: Kubectl, ask: Ask | undefined): Promise<number> {
  let open = 0;
  let number = 0;
  for await (const { step, findings } of walk(steps, kubectl, ask)) {
    number += 1;
    const left = findings.filter(isOpen);
    const told = findings.filter((finding) => isOpen(finding) || finding.state === 'made');
    terminal.print(`${number}. ${step.title}`, ...told.map((finding) => `   ${lineOf(finding)}`));
    if (left.length > 0) terminal.print(...step.commands.map((command) => `   $ ${command}`));
    open += left.length;
  }
  return open;
}

/** @throws FaultsError when there is no environment of that name */
function stepsFor(name: string): readonly Step[] {
  terminal.progress('rendering');
  const { clusters, manifests } = synthesize(inventory);
  terminal.clear();
  const all = clusters.flatMap((cluster) =>
    cluster.environments.map((environment) => ({ cluster, environment })),
  );
  const found = all.find(({ environment }) => environment.name === name);
  if (found !== undefined) return stepsOf(found.cluster, found.environment, manifests);
  const known = all.map(({ environment }) => environment.name).join(', ');
  throw new FaultsError([{ path: 'bootstrap', message: `must be one of ${known}, got ${shown(name)}` }]);
}

/** A person, or a pipe, that gives one line a question; what is typed on a terminal is seen by whoever looks at it. */
function answers(): { readonly ask: Ask; readonly end: () => void } {
  const lines = createInterface({ input: process.stdin });
  const each = lines[Symbol.asyncIterator]();
  return {
    async ask(question) {
      terminal.print(`   ? ${question}`);
      const { value, done } = await each.next();
      return done === true ? undefined : value;
    },
    end: () => lines.close(),
  };
}
