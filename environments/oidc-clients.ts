import { CALLBACK_PATH } from '../constructs/model-gateway/props';
import { signInReturnsOf } from '../constructs/vault/props';
import { type ClientState, clientState } from '../reconcilers/keycloak/state-parts';
import type { ClusterValues } from './cluster-spec';
import { privateHostname, privateUrl } from './entry';
import type { EnvironmentValues } from './environment-spec';

/** Ids of the clients that the platform itself has. */
export const OIDC_CLIENTS = { vault: 'vault', argoCd: 'argo-cd', models: 'models' } as const;

/** Where people return to when they sign in to Argo CD: its page, or its command line on their own machine. */
function argoCdRedirectUris(url: string): readonly string[] {
  return [`${url}/auth/callback`, 'http://localhost:8085/auth/callback'];
}

/**
 * Clients that follow from what runs in an environment, each with the exact addresses that people return to. Each token
 * names the client that it is for, so that no other takes it, and the groups of the person.
 */
export function clientsOf(values: EnvironmentValues, host: ClusterValues): readonly ClientState[] {
  const { name, domain, vault, modelServing } = values;
  const models = modelServing?.models.filter((model) => model.public && model.access === 'sign-in') ?? [];
  return [
    ...(vault === undefined
      ? []
      : [
          clientOf(
            OIDC_CLIENTS.vault,
            'Vault',
            signInReturnsOf(privateUrl(host, privateHostname(domain, 'vault'))),
          ),
        ]),
    ...(name === host.platformEnvironment
      ? [
          clientOf(
            OIDC_CLIENTS.argoCd,
            'Argo CD',
            argoCdRedirectUris(privateUrl(host, privateHostname(domain, 'argoCd'))),
          ),
        ]
      : []),
    ...(models.length === 0
      ? []
      : [
          clientOf(
            OIDC_CLIENTS.models,
            'Models',
            models.map((model) => `https://${model.name}.${domain}${CALLBACK_PATH}`).sort(),
          ),
        ]),
  ];
}

function clientOf(id: string, name: string, redirectUris: readonly string[]): ClientState {
  return clientState.parse({
    id,
    name,
    access: 'confidential',
    redirectUris,
    mappers: [{ kind: 'groups' }, { kind: 'audience', audience: id }],
  });
}
