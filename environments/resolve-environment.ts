import { selectorLabels } from '../constructs/labels';
import { BENTO_PORT } from '../constructs/model-service/props';
import type { Edge, Peer } from '../constructs/network/props';
import type { PinnedImage } from '../values/image';
import type { ClusterValues } from './cluster-spec';
import { enteredSecretsOf, secretsOfJobs, secretsOfModels } from './entered-secrets';
import { internalDomainOf } from './entry';
import type { Environment, ServiceUrl, VaultReader } from './environment';
import type { EnvironmentValues } from './environment-spec';
import { KEYCLOAK_APPLICATION, keycloakEdges, keycloakOf } from './keycloak';
import { guardedModels, modelSignInOf, outsideEdges } from './model-sign-in';
import { OIDC_CLIENTS } from './oidc-clients';
import { ARGOCD_NAMESPACE, prometheusPeer } from './operators';
import { platforms } from './platforms';
import { platformReaders, VAULT_APPLICATION, vaultEdges, vaultOf } from './vault';

/** Name of the cluster's Gateway. */
export const GATEWAY = 'public';

/** Applications with host names of the domain, which everybody reaches. */
const PUBLIC_APPLICATIONS = ['keycloak', 'model-serving'];

/** Applications with host names of the internal domain, which administrators reach. */
const PRIVATE_APPLICATIONS = ['keycloak', 'vault'];

type Call = { readonly model: string; readonly variable: string };

/** Namespace of an application; its Argo CD Application has the same name. */
export function namespaceOf(environment: string, application: string): string {
  return `${environment}-${application}`;
}

/** An environment's values with all that follows from where it runs. */
export function resolveEnvironment(values: EnvironmentValues, host: ClusterValues): Environment {
  const { vault: _, keycloak: __, modelServing, batchJobs, ...rest } = values;
  const serving = namespaceOf(values.name, 'model-serving');
  const batch = namespaceOf(values.name, 'batch-jobs');
  const pinned = (image: string) => `${values.registry.repository}/${image}` as PinnedImage;
  const urlsOf = (calls: readonly Call[]): readonly ServiceUrl[] =>
    calls.map(({ model, variable }) => ({ variable, url: `http://${model}.${serving}.svc:${BENTO_PORT}` }));
  const keycloak = keycloakOf(values, namespaceOf(values.name, KEYCLOAK_APPLICATION), host);
  const vault = vaultOf(
    values,
    {
      namespace: namespaceOf(values.name, VAULT_APPLICATION),
      readers: readersOf(values, host),
      issuer: keycloak?.issuer,
    },
    host,
  );
  const signIn = modelSignInOf(values, keycloak, host);
  const edges = [
    ...(vault === undefined ? [] : vaultEdges(vault, host)),
    ...(keycloak === undefined ? [] : keycloakEdges(keycloak.namespace, host)),
    ...outsideEdges(values, serving, host),
    ...edgesOf(values, serving, batch),
  ];
  return {
    ...rest,
    host,
    priorityClassName: values.name,
    certificateSecret: `${values.name}-tls`,
    internalDomain: internalDomainOf(values.domain),
    gateway: {
      parent: { name: GATEWAY, namespace: platforms[host.platform].gateway.namespace },
      listener: values.name,
      privateListener: `${values.name}-private`,
      publicNamespaces: routed(values, host, edges, PUBLIC_APPLICATIONS),
      privateNamespaces: [
        // The platform environment's people sign in to Argo CD, too.
        ...(keycloak !== undefined && values.name === host.platformEnvironment ? [ARGOCD_NAMESPACE] : []),
        ...routed(values, host, edges, PRIVATE_APPLICATIONS),
      ],
    },
    edges,
    ...(vault && { vault }),
    ...(keycloak && { keycloak }),
    enteredSecrets: [
      ...enteredSecretsOf(serving, secretsOfModels(modelServing?.models ?? [])),
      ...enteredSecretsOf(batch, secretsOfJobs(batchJobs?.jobs ?? [])),
    ],
    ...(modelServing && {
      modelServing: {
        namespace: serving,
        ...(signIn && { signIn }),
        quota: modelServing.quota,
        models: modelServing.models.map(({ calls, ...model }) => ({
          ...model,
          image: pinned(model.image),
          ...(model.public && { hostname: `${model.name}.${values.domain}` }),
          urls: urlsOf(calls),
        })),
      },
    }),
    ...(batchJobs && {
      batchJobs: {
        namespace: batch,
        quota: batchJobs.quota,
        jobs: batchJobs.jobs.map(({ calls, timeZone = values.timeZone, ...job }) => ({
          ...job,
          timeZone,
          image: pinned(job.image),
          urls: urlsOf(calls),
        })),
      },
    }),
  };
}

/** The namespaces whose secrets lie in the vault. Its own has the secret of the client with which people sign in to it. */
function readersOf(values: EnvironmentValues, host: ClusterValues): readonly VaultReader[] {
  const { name, keycloak, modelServing, batchJobs } = values;
  const guarded = guardedModels(values).length > 0;
  const reader = (application: string, clients: readonly string[] = []): VaultReader => ({
    namespace: namespaceOf(name, application),
    generates: false,
    clients,
  });
  return [
    ...(keycloak === undefined
      ? []
      : [
          reader(VAULT_APPLICATION, [OIDC_CLIENTS.vault]),
          { ...reader(KEYCLOAK_APPLICATION), generates: true, provider: true },
        ]),
    ...(modelServing === undefined
      ? []
      : [
          {
            ...reader('model-serving', guarded ? [OIDC_CLIENTS.models] : []),
            // What the proxies before models seal their cookies with.
            generates: guarded,
          },
        ]),
    ...(batchJobs === undefined ? [] : [reader('batch-jobs')]),
    ...platformReaders(values, host),
  ];
}

/** Namespaces of these applications that the gateway sends traffic to: only their routes may attach. */
function routed(
  { name }: EnvironmentValues,
  host: ClusterValues,
  edges: readonly Edge[],
  applications: readonly string[],
): readonly string[] {
  const { namespace } = platforms[host.platform].gateway;
  const servers = edges
    .filter(({ client }) => client.namespace === namespace)
    .map(({ server }) => server.namespace);
  return applications
    .map((application) => namespaceOf(name, application))
    .filter((application) => servers.includes(application))
    .sort();
}

/** Each edge within the cluster once, as its client declares it: callers, and Prometheus for what it scrapes. */
function edgesOf(values: EnvironmentValues, serving: string, batch: string): readonly Edge[] {
  const models = values.modelServing?.models ?? [];
  const jobs = values.batchJobs?.jobs ?? [];
  const scraper = prometheusPeer;
  const to = (model: string, client: Peer): Edge => ({
    client,
    server: peer(serving, model),
    port: BENTO_PORT,
  });
  return [
    ...models.map(({ name }) => to(name, scraper)),
    ...models.flatMap(({ name, calls }) => calls.map(({ model }) => to(model, peer(serving, name)))),
    ...jobs.flatMap(({ name, calls }) => calls.map(({ model }) => to(model, peer(batch, name)))),
  ];
}

function peer(namespace: string, name: string): Peer {
  return { namespace, name, labels: selectorLabels(namespace, name) };
}
