import type { Chart } from 'cdk8s';
import { selectorLabels } from '../constructs/labels';
import { ModelService } from '../constructs/model-service/model-service';
import { EgressToAddresses, NetworkPolicies } from '../constructs/network/policies';
import { SECRET_RESTARTS } from '../constructs/secret-restarts/props';
import { SecretRestarts } from '../constructs/secret-restarts/secret-restarts';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import { API_SERVER_PORT, apiServerAddresses } from '../environments/addresses';
import { importedInto } from '../environments/entered-secrets';
import type { Environment, ModelServing } from '../environments/environment';
import { NODE } from '../environments/images';
import { prometheus } from '../environments/operators';
import { restartedIn } from '../environments/secret-restarts';

/** The models of an environment and who may reach them. */
export function modelServing(chart: Chart, environment: Environment, serving: ModelServing): void {
  const { namespace, models } = serving;
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
  secretRestarts(chart, environment, serving);
  new NetworkPolicies(chart, 'Edges', { namespace, edges: environment.edges });
}

/** Restarts the models that read a Secret at their start alone, once it changed. */
function secretRestarts(chart: Chart, { host, priorityClassName }: Environment, serving: ModelServing): void {
  const { namespace } = serving;
  const workloads = restartedIn(serving).map(({ secrets, ...rest }) => ({ ...rest, secrets: [...secrets] }));
  if (workloads.length === 0) return;
  new SecretRestarts(chart, 'Restarts', { workloads, image: NODE, priorityClassName });
  new EgressToAddresses(chart, 'RestartsToApiServer', {
    namespace,
    name: `${SECRET_RESTARTS}-to-api-server`,
    podLabels: selectorLabels(namespace, SECRET_RESTARTS),
    addresses: apiServerAddresses(host),
    ports: [API_SERVER_PORT],
  });
}
