import type { Chart } from 'cdk8s';
import { ModelService } from '../constructs/model-service/model-service';
import { NetworkPolicies } from '../constructs/network/policies';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import { importedInto } from '../environments/entered-secrets';
import type { Environment, ModelServing } from '../environments/environment';
import { prometheus } from '../environments/operators';

/** The models of an environment and who may reach them. */
export function modelServing(
  chart: Chart,
  environment: Environment,
  { namespace, models }: ModelServing,
): void {
  const { gateway, priorityClassName, registry, vault } = environment;
  for (const { public: _, hostname, ...model } of models) {
    new ModelService(chart, model.name, {
      ...model,
      priorityClassName,
      prometheusUrl: prometheus.url,
      ...(registry.pullSecret !== undefined && { imagePullSecret: registry.pullSecret }),
      ...(hostname !== undefined && {
        route: { hostname, gateway: gateway.parent, listener: gateway.listener },
      }),
    });
  }
  if (vault !== undefined) {
    const imported = importedInto(environment, namespace);
    new VaultSecrets(chart, 'Secrets', { server: vault.url, imported });
  }
  new NetworkPolicies(chart, 'Edges', { namespace, edges: environment.edges });
}
