import * as z from 'zod';
import { listOf, record, text } from '../../values/schema';
import {
  bruteForceState,
  clientScopeState,
  clientState,
  flag,
  groupState,
  otpPolicyState,
  passwordPolicyState,
  realmName,
  roleState,
  seconds,
  smtpState,
} from './state-parts';

/** Client of the reconciler itself, in each realm that it keeps. No state may have one of that name. */
export const RECONCILER_CLIENT = 'data-frost-reconciler';

/** What Keycloak makes in every realm: what is ours leaves when its code does, so these cannot be ours. */
const BUILT_IN = {
  clients: [
    'account',
    'account-console',
    'admin-cli',
    'broker',
    'realm-management',
    'security-admin-console',
    RECONCILER_CLIENT,
  ],
  roles: ['offline_access', 'uma_authorization'],
  clientScopes: [
    'acr',
    'address',
    'basic',
    'email',
    'microprofile-jwt',
    'offline_access',
    'organization',
    'phone',
    'profile',
    'role_list',
    'roles',
    'saml_organization',
    'service_account',
    'web-origins',
  ],
} as const;

/** What a person must do at his next login. */
export const REQUIRED_ACTIONS = [
  'CONFIGURE_TOTP',
  'UPDATE_PASSWORD',
  'UPDATE_PROFILE',
  'VERIFY_EMAIL',
  'webauthn-register',
] as const;

const requiredAction = record({
  /** Keycloak's name of it. */
  alias: z.enum(REQUIRED_ACTIONS),
  /** Whether it exists at all. */
  enabled: flag,
  /**
   * Whether everybody new must do it.
   * @default false
   */
  default: flag.default(false),
});

const tokens = record({
  /**
   * How long an access token is good for, in seconds.
   * @default 300
   */
  accessTokenSeconds: seconds.default(300),
  /**
   * How long a session lasts without use, in seconds.
   * @default 1800
   */
  sessionIdleSeconds: seconds.default(1800),
  /**
   * How long it lasts at most, in seconds.
   * @default 36000
   */
  sessionMaxSeconds: seconds.default(36_000),
});

const login = record({
  /**
   * Whether anybody may make himself an account.
   * @default false
   */
  registration: flag.default(false),
  /**
   * Whether a forgotten password can be replaced by mail; needs `smtp`.
   * @default false
   */
  resetPassword: flag.default(false),
  /**
   * Whether a mail address must be proven; needs `smtp`.
   * @default false
   */
  verifyEmail: flag.default(false),
  /**
   * Whether a session may outlive the browser.
   * @default false
   */
  rememberMe: flag.default(false),
});

const events = record({
  /**
   * Whether logins are kept, and for how long.
   * @default true
   */
  logins: flag.default(true),
  /**
   * Whether changes of administrators are kept.
   * @default true
   */
  administration: flag.default(true),
  /**
   * How long they are kept, in seconds.
   * @default 2592000
   */
  retentionSeconds: seconds.default(2_592_000),
});

/** What a realm is to hold, beside its people: the input of reconcilers/keycloak. */
export const keycloakState = record({
  /** Name of the realm; part of its issuer's URL, so never changed. */
  realm: realmName.refine((value) => value !== 'master', {
    error: "must not be 'master', which is Keycloak's own; choose another name",
  }),
  /** Name that a person sees. */
  displayName: text((value) => value !== '' && value.length <= 255, 'a text of 1 to 255 characters'),
  /**
   * Lifespans.
   * @default {}
   */
  tokens: tokens.prefault({}),
  /**
   * What a person may do by himself.
   * @default {}
   */
  login: login.prefault({}),
  /**
   * Protection against guessed passwords.
   * @default {}
   */
  bruteForce: bruteForceState.prefault({}),
  /**
   * What a password must be.
   * @default {}
   */
  passwordPolicy: passwordPolicyState.prefault({}),
  /**
   * One-time codes.
   * @default {}
   */
  otpPolicy: otpPolicyState.prefault({}),
  /**
   * Actions that differ from Keycloak's own setting.
   * @default []
   */
  requiredActions: listOf(requiredAction).prefault([]),
  /**
   * What is remembered of logins and changes.
   * @default {}
   */
  events: events.prefault({}),
  /**
   * Mail server.
   * @default - no mail is sent
   */
  smtp: smtpState.optional(),
  /**
   * Realm roles.
   * @default []
   */
  roles: listOf(roleState).prefault([]),
  /**
   * Groups.
   * @default []
   */
  groups: listOf(groupState).prefault([]),
  /**
   * Client scopes beside Keycloak's own.
   * @default []
   */
  clientScopes: listOf(clientScopeState).prefault([]),
  /**
   * Clients.
   * @default []
   */
  clients: listOf(clientState).prefault([]),
}).superRefine((state, context) => {
  for (const [path, message] of stateFaults(state)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

export type KeycloakStateProps = z.input<typeof keycloakState>;
export type KeycloakState = z.output<typeof keycloakState>;

type StateFault = readonly [path: readonly (string | number)[], message: string];

/** What holds between the parts of a state. */
function* stateFaults(state: KeycloakState): Generator<StateFault> {
  yield* nameFaults(
    'roles',
    state.roles.map(({ name }) => name),
    [...BUILT_IN.roles, `default-roles-${state.realm}`],
  );
  yield* nameFaults(
    'groups',
    state.groups.map(({ name }) => name),
    [],
  );
  yield* nameFaults(
    'clientScopes',
    state.clientScopes.map(({ name }) => name),
    BUILT_IN.clientScopes,
  );
  yield* nameFaults(
    'clients',
    state.clients.map(({ id }) => id),
    BUILT_IN.clients,
  );
  const roles = state.roles.map(({ name }) => name);
  for (const [index, group] of state.groups.entries()) {
    yield* unknownFaults(['groups', index, 'roles'], group.roles, roles);
  }
  const scopes = [...state.clientScopes.map(({ name }) => name), ...BUILT_IN.clientScopes];
  for (const [index, client] of state.clients.entries()) {
    yield* unknownFaults(['clients', index, 'defaultScopes'], client.defaultScopes, scopes);
    yield* unknownFaults(['clients', index, 'optionalScopes'], client.optionalScopes, scopes);
    yield* clientFaults(['clients', index], client);
  }
  for (const key of ['resetPassword', 'verifyEmail'] as const) {
    if (state.login[key] && state.smtp === undefined) {
      yield [['login', key], 'must not be true without `smtp`, by which the mail is sent; set `smtp`'];
    }
  }
}

function* clientFaults(
  path: readonly (string | number)[],
  { access, redirectUris, secretFile, serviceAccount, signIn }: KeycloakState['clients'][number],
): Generator<StateFault> {
  if (access === 'public' && (secretFile !== undefined || serviceAccount)) {
    const key = serviceAccount ? 'serviceAccount' : 'secretFile';
    yield [
      [...path, key],
      "must not be set for a public client, which keeps no secret; use access 'confidential'",
    ];
  }
  if (signIn !== redirectUris.length > 0) {
    const bound = signIn ? 'must name where people return to' : 'must be empty where nobody signs in';
    yield [
      [...path, 'redirectUris'],
      `${bound}, got ${redirectUris.length} with signIn ${signIn}; change one`,
    ];
  }
}

function* nameFaults(
  key: string,
  names: readonly string[],
  builtIn: readonly string[],
): Generator<StateFault> {
  const field = key === 'clients' ? 'id' : 'name';
  for (const [index, name] of names.entries()) {
    if (builtIn.includes(name)) {
      yield [[key, index, field], `must not be '${name}', which Keycloak or its reconciler makes; rename it`];
    }
    if (names.indexOf(name) < index)
      yield [[key, index, field], `must be used once, got '${name}' twice; rename one`];
  }
}

function* unknownFaults(
  path: readonly (string | number)[],
  names: readonly string[],
  known: readonly string[],
): Generator<StateFault> {
  for (const [index, name] of names.entries()) {
    if (!known.includes(name))
      yield [[...path, index], `must be one of ${[...known].sort().join(', ')}, got '${name}'`];
  }
}
