import { Command } from 'commander';
import { FaultsError, formatFault } from '../values/fault';
import { synthCommand } from './synth';

const program = new Command('data-frost')
  .description('Renders typed clusters and environments into the Kubernetes manifests of dist/')
  .addCommand(synthCommand());

try {
  program.parse();
} catch (error) {
  if (!(error instanceof FaultsError)) throw error;
  const { faults } = error;
  console.error(faults.map((fault) => formatFault(fault)).join('\n'));
  console.error(`${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}; dist/ is as it was`);
  process.exitCode = 1;
}
