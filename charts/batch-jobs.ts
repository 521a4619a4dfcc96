import type { Chart } from 'cdk8s';
import { NetworkPolicies } from '../constructs/network/policies';
import { ScheduledJob } from '../constructs/scheduled-job/scheduled-job';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import { importedInto } from '../environments/entered-secrets';
import type { BatchJobs, Environment } from '../environments/environment';

/** The scheduled programs of an environment and what they may call. */
export function batchJobs(chart: Chart, environment: Environment, { namespace, jobs }: BatchJobs): void {
  const { priorityClassName, registry, vault } = environment;
  for (const job of jobs) {
    new ScheduledJob(chart, job.name, {
      ...job,
      priorityClassName,
      ...(registry.pullSecret !== undefined && { imagePullSecret: registry.pullSecret }),
    });
  }
  if (vault !== undefined) {
    const imported = importedInto(environment, namespace);
    new VaultSecrets(chart, 'Secrets', { server: vault.url, imported });
  }
  new NetworkPolicies(chart, 'Edges', { namespace, edges: environment.edges });
}
