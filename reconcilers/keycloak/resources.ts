import type { Fields, Resource } from '../engine/resource';
import { mapperFields } from './mappers';
import { type KeycloakState, RECONCILER_CLIENT } from './state';
import { type ClientState, MANAGEMENT_ROLES } from './state-parts';

/** What a file of the pod holds; undefined while it is not there. */
export type ReadFile = (path: string) => string | undefined;

/** A state as things that the engine compares, in the words of Keycloak's API. */
export function resourcesOf(state: KeycloakState, folder: string, read: ReadFile): readonly Resource[] {
  return [
    realmResource(state),
    ...state.requiredActions.map(({ alias, enabled, default: defaultAction }) => ({
      kind: 'required-action',
      name: alias,
      fields: { enabled, defaultAction },
    })),
    ...state.roles.map(({ name, description }) => ({ kind: 'role', name, fields: { description } })),
    ...state.clientScopes.map(({ name, description, includeInTokenScope, mappers }) => ({
      kind: 'client-scope',
      name,
      fields: {
        description,
        includeInTokenScope: String(includeInTokenScope),
        mappers: mapperFields(mappers),
      },
    })),
    ...state.groups.map(({ name, roles, managementRoles }) => ({
      kind: 'group',
      name,
      fields: { roles: [...roles].sort(), managementRoles: [...managementRoles].sort() },
    })),
    ...state.clients.map((client) => clientResource(client, folder, read)),
  ];
}

/** What the bootstrap client makes, once: the realm, and a client in it with the rights to keep it and no others. */
export function bootstrapResources(state: KeycloakState, secret: string): readonly Resource[] {
  const fields = clientFields({
    id: RECONCILER_CLIENT,
    access: 'confidential',
    signIn: false,
    pkce: false,
    serviceAccount: true,
    redirectUris: [],
    postLogoutRedirectUris: [],
    webOrigins: [],
    defaultScopes: ['basic', 'roles'],
    optionalScopes: [],
    // Its token must name its rights.
    fullScope: true,
    mappers: [],
  });
  return [
    realmResource(state),
    {
      kind: 'reconciler',
      name: RECONCILER_CLIENT,
      fields: { ...fields, rights: [...MANAGEMENT_ROLES].sort() },
      secrets: { secret },
    },
  ];
}

function realmResource(state: KeycloakState): Resource {
  const { bruteForce, events, login, otpPolicy, tokens } = state;
  const fields: Fields = {
    displayName: state.displayName,
    enabled: true,
    sslRequired: 'external',
    accessTokenLifespan: tokens.accessTokenSeconds,
    ssoSessionIdleTimeout: tokens.sessionIdleSeconds,
    ssoSessionMaxLifespan: tokens.sessionMaxSeconds,
    registrationAllowed: login.registration,
    resetPasswordAllowed: login.resetPassword,
    verifyEmail: login.verifyEmail,
    rememberMe: login.rememberMe,
    bruteForceProtected: true,
    permanentLockout: false,
    failureFactor: bruteForce.maxFailures,
    waitIncrementSeconds: bruteForce.waitIncrementSeconds,
    maxFailureWaitSeconds: bruteForce.maxWaitSeconds,
    maxDeltaTimeSeconds: bruteForce.failureResetSeconds,
    passwordPolicy: passwordPolicy(state),
    otpPolicyType: 'totp',
    otpPolicyAlgorithm: otpPolicy.algorithm,
    otpPolicyDigits: otpPolicy.digits,
    otpPolicyPeriod: otpPolicy.periodSeconds,
    otpPolicyLookAheadWindow: otpPolicy.lookAhead,
    eventsEnabled: events.logins,
    eventsExpiration: events.retentionSeconds,
    adminEventsEnabled: events.administration,
    adminEventsExpiration: String(events.retentionSeconds),
    smtpServer: smtpServer(state),
  };
  return { kind: 'realm', name: state.realm, fields };
}

/** @see https://www.keycloak.org/docs/latest/server_admin/#_password-policies */
function passwordPolicy({ passwordPolicy: { history, minLength, notUser } }: KeycloakState): string {
  return [
    `length(${minLength})`,
    ...(history > 0 ? [`passwordHistory(${history})`] : []),
    ...(notUser ? ['notUsername(undefined)', 'notEmail(undefined)'] : []),
  ].join(' and ');
}

/** The password is a name in Keycloak's own file vault: the realm holds no secret. */
function smtpServer({ smtp }: KeycloakState): Fields {
  if (smtp === undefined) return {};
  const { encryption, from, fromName, host, login, port } = smtp;
  return {
    host,
    port: String(port),
    from,
    fromDisplayName: fromName,
    starttls: String(encryption === 'starttls'),
    ssl: String(encryption === 'tls'),
    auth: String(login !== undefined),
    ...(login === undefined ? {} : { user: login.user, password: `\${vault.${login.passwordKey}}` }),
  };
}

function clientResource(client: ClientState, folder: string, read: ReadFile): Resource {
  const { access, id } = client;
  const resource = { kind: 'client', name: id, fields: clientFields(client) };
  if (access === 'public') return resource;
  const file = client.secretFile ?? `${folder}/${id}/client-secret`;
  const secret = read(file);
  return secret === undefined
    ? { ...resource, waitsFor: `the file ${file}` }
    : { ...resource, secrets: { secret } };
}

/** Keycloak itself gives every service account the scope with its id. */
function defaultScopes({ defaultScopes, serviceAccount }: ClientState): readonly string[] {
  return [...new Set([...defaultScopes, ...(serviceAccount ? ['service_account'] : [])])].sort();
}

function clientFields(client: ClientState): Fields {
  return {
    name: client.name ?? client.id,
    enabled: true,
    protocol: 'openid-connect',
    publicClient: client.access === 'public',
    bearerOnly: false,
    consentRequired: false,
    standardFlowEnabled: client.signIn,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: client.serviceAccount,
    fullScopeAllowed: client.fullScope,
    redirectUris: [...client.redirectUris].sort(),
    webOrigins: [...client.webOrigins].sort(),
    pkce: client.signIn && client.pkce ? 'S256' : '',
    postLogoutRedirectUris: client.postLogoutRedirectUris.join('##'),
    accessTokenSeconds: client.accessTokenSeconds === undefined ? '' : String(client.accessTokenSeconds),
    defaultScopes: defaultScopes(client),
    optionalScopes: [...client.optionalScopes].sort(),
    mappers: mapperFields(client.mappers),
  };
}
