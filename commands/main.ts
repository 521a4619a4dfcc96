import { Command } from 'commander';
import { FaultsError, formatFault } from '../values/fault';
import { reconcileCommand } from './reconcile';
import { unsettled } from './state';
import { synthCommand } from './synth';
import { terminal } from './terminal';

const program = new Command('data-frost')
  .description('Renders typed clusters and environments into the Kubernetes manifests of dist/')
  .addCommand(synthCommand())
  .addCommand(reconcileCommand());

try {
  program.parse();
} catch (error) {
  if (!(error instanceof FaultsError)) throw error;
  const { faults } = error;
  terminal.clear();
  terminal.fail(
    ...faults.map(formatFault),
    `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}; ${unsettled() ?? 'dist/ is as it was'}`,
  );
}
