import type { Chart } from 'cdk8s';
import { INTERNAL_CA_BUNDLE } from '../constructs/internal-ca/props';
import { selectorLabels } from '../constructs/labels';
import { ModelGateway } from '../constructs/model-gateway/model-gateway';
import { COOKIE_KEY, COOKIE_SECRET_LENGTH, gatewayOf } from '../constructs/model-gateway/props';
import { ModelService } from '../constructs/model-service/model-service';
import { BENTO_PORT } from '../constructs/model-service/props';
import { fewestReplicas } from '../constructs/model-service/scaling-props';
import { EgressToAddresses, NetworkPolicies } from '../constructs/network/policies';
import { SECRET_RESTARTS } from '../constructs/secret-restarts/props';
import { SecretRestarts } from '../constructs/secret-restarts/secret-restarts';
import { oidcClientOf } from '../constructs/secrets/props';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import { API_SERVER_PORT, apiServerAddresses, ENTRY_PORT } from '../environments/addresses';
import { importedInto } from '../environments/entered-secrets';
import type { Environment, Model, ModelServing, ModelSignIn } from '../environments/environment';
import { NODE, OAUTH2_PROXY } from '../environments/images';
import { OIDC_CLIENTS } from '../environments/oidc-clients';
import { prometheus } from '../environments/operators';
import { restartedIn } from '../environments/secret-restarts';

/** Secret with the secret of the models' client at the identity provider, which all proxies share. */
const CLIENT_SECRET = 'oidc-client-models';

/** Most proxies before a model: two outlive a worker, and each serves far more than a model answers. */
const MOST_PROXIES = 2;

/** The models of an environment, the sign-in before those that ask for it, and who may reach them. */
export function modelServing(chart: Chart, environment: Environment, serving: ModelServing): void {
  const { namespace, models, signIn } = serving;
  for (const model of models) modelService(chart, environment, model);
  const guarded = models.filter(({ access }) => access === 'sign-in');
  if (signIn !== undefined) {
    for (const model of guarded) modelGateway(chart, environment, signIn, { model, namespace });
  }
  secrets(chart, environment, namespace, signIn === undefined ? [] : guarded);
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

/** A model; one with sign-in leaves its route to the proxy before it. */
function modelService(chart: Chart, environment: Environment, model: Model): void {
  const { priorityClassName, registry } = environment;
  const { public: _, access, hostname, ...rest } = model;
  new ModelService(chart, model.name, {
    ...rest,
    priorityClassName,
    prometheusUrl: prometheus.url,
    ...(registry.pullSecret !== undefined && { imagePullSecret: registry.pullSecret }),
    ...(hostname !== undefined && access === 'open' && { route: routeOf(environment, hostname) }),
  });
}

function modelGateway(
  chart: Chart,
  environment: Environment,
  { issuer, clientId, internalCa }: ModelSignIn,
  { model, namespace }: { readonly model: Model; readonly namespace: string },
): void {
  const { host, priorityClassName } = environment;
  const { name, hostname, scaling, requestTimeoutSeconds } = model;
  if (hostname === undefined) return;
  new ModelGateway(chart, gatewayOf(name), {
    model: name,
    modelUrl: `http://${name}.${namespace}.svc:${BENTO_PORT}`,
    requestTimeoutSeconds,
    image: OAUTH2_PROXY,
    replicas: Math.min(MOST_PROXIES, Math.max(1, fewestReplicas(scaling))),
    priorityClassName,
    route: routeOf(environment, hostname),
    issuer,
    clientId,
    clientSecret: { secret: CLIENT_SECRET, key: oidcClientOf(clientId).property },
    cookieSecret: { secret: gatewayOf(name), key: COOKIE_KEY },
    ...(internalCa && { caConfigMap: INTERNAL_CA_BUNDLE }),
    trustedProxies: host.network.podCidr,
  });
  if (host.inClusterEntry === 'gateway-service') return;
  new EgressToAddresses(chart, `${gatewayOf(name)}-to-issuer`, {
    namespace,
    name: `${gatewayOf(name)}-to-virtual-ip`,
    podLabels: selectorLabels(namespace, gatewayOf(name)),
    addresses: [host.virtualIp],
    ports: [ENTRY_PORT],
  });
}

/** What others gave, the secret of the client that the proxies share, and for each one what its cookies are sealed with. */
function secrets(chart: Chart, environment: Environment, namespace: string, guarded: readonly Model[]): void {
  if (environment.vault === undefined) return;
  const { path, property } = oidcClientOf(OIDC_CLIENTS.models);
  const cookies = guarded.map(({ name }) => gatewayOf(name));
  new VaultSecrets(chart, 'Secrets', {
    server: environment.vault.url,
    imported: [
      ...importedInto(environment, namespace),
      ...(guarded.length === 0 ? [] : [{ name: CLIENT_SECRET, path, keys: [{ key: property }] }]),
      ...cookies.map((name) => ({ name, keys: [{ key: COOKIE_KEY }] })),
    ],
    generated: cookies.map((name) => ({ name, key: COOKIE_KEY, length: COOKIE_SECRET_LENGTH })),
  });
}

function routeOf({ gateway }: Environment, hostname: string) {
  return { hostname, gateway: gateway.parent, listener: gateway.listener };
}
