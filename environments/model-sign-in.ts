import { selectorLabels } from '../constructs/labels';
import { gatewayOf, PROXY_PORT } from '../constructs/model-gateway/props';
import { BENTO_PORT } from '../constructs/model-service/props';
import type { Edge, Peer } from '../constructs/network/props';
import type { ClusterValues } from './cluster-spec';
import type { Keycloak, ModelSignIn } from './environment';
import type { EnvironmentValues } from './environment-spec';
import { OIDC_CLIENTS } from './oidc-clients';
import { platforms } from './platforms';

type ModelValues = NonNullable<EnvironmentValues['modelServing']>['models'][number];

/** The models of an environment that people sign in to. */
export function guardedModels({
  modelServing,
}: Pick<EnvironmentValues, 'modelServing'>): readonly ModelValues[] {
  return (modelServing?.models ?? []).filter((model) => model.public && model.access === 'sign-in');
}

/** How people sign in to models; nothing where no model asks for it. */
export function modelSignInOf(
  values: EnvironmentValues,
  keycloak: Keycloak | undefined,
  { gatewayCertificates }: ClusterValues,
): ModelSignIn | undefined {
  if (keycloak === undefined || guardedModels(values).length === 0) return undefined;
  return {
    issuer: keycloak.issuer,
    clientId: OIDC_CLIENTS.models,
    internalCa: gatewayCertificates.issuer === 'internal-ca',
  };
}

/**
 * Ways of what comes from outside to the models: to an open one straight, else to its proxy and on from there; and the
 * proxy's own way to the issuer, where pods reach that through the gateway's Service.
 */
export function outsideEdges(
  { modelServing }: EnvironmentValues,
  namespace: string,
  { platform, inClusterEntry }: ClusterValues,
): readonly Edge[] {
  const { ports, labels, namespace: gatewayNamespace } = platforms[platform].gateway;
  const gateway: Peer = { name: 'traefik', namespace: gatewayNamespace, labels };
  const models = (modelServing?.models ?? []).filter((model) => model.public);
  return models.flatMap(({ name, access }) => {
    const server = peer(namespace, name);
    if (access === 'open') return [{ client: gateway, server, port: BENTO_PORT }];
    const proxy = peer(namespace, gatewayOf(name));
    return [
      { client: gateway, server: proxy, port: PROXY_PORT },
      { client: proxy, server, port: BENTO_PORT },
      ...(inClusterEntry === 'gateway-service'
        ? [{ client: proxy, server: gateway, port: ports.https }]
        : []),
    ];
  });
}

function peer(namespace: string, name: string): Peer {
  return { namespace, name, labels: selectorLabels(namespace, name) };
}
