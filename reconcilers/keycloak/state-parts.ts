import * as z from 'zod';
import { absolutePath, dnsLabel, listOf, must, record, text, whole } from '../../values/schema';

/** Time in seconds, from one to ten years. */
export const seconds = whole(1, 315_360_000, 'seconds');

export const flag = z.boolean({ error: must('true or false') });

/** A name in a realm: of a role, a group, a client, a scope. */
export const realmName = text(
  (value) => /^[a-z0-9]([-a-z0-9._]{0,126}[a-z0-9])?$/.test(value),
  'a name of lower-case letters, digits, dots, hyphens and underscores',
  "'platform-operators'",
);

const description = text((value) => value.length <= 255, 'a text of at most 255 characters');

const redirectUri = text(
  (value) => /^(https:\/\/[\w.-]+(:\d+)?|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)\/[\w./-]*$/.test(value),
  'a whole HTTPS URL without `*`, or one of http://localhost',
  "'https://vault.example.com/ui/vault/auth/oidc/oidc/callback'",
);

const origin = text(
  (value) => /^https:\/\/[\w.-]+(:\d+)?$/.test(value),
  'an HTTPS origin without a path',
  "'https://vault.example.com'",
);

/** What a token says beside Keycloak's own claims. */
const mapper = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('groups'),
      /** Name of the claim. @default 'groups' */
      claim: realmName.default('groups'),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('audience'),
      /** Who the access token is for, beside the client itself. */
      audience: realmName,
    })
    .readonly(),
]);

/** A role that a person has by his group. */
export const roleState = record({
  /** Name of the role. */
  name: realmName,
  /**
   * What it is for.
   * @default ''
   */
  description: description.default(''),
});

/** Rights in the realm that the reconciler has itself and may therefore give to a group. */
export const MANAGEMENT_ROLES = [
  'manage-clients',
  'manage-realm',
  'manage-users',
  'query-groups',
  'query-users',
  'view-clients',
  'view-realm',
  'view-users',
] as const;

/** A group of people. Its members are the realm's own affair. */
export const groupState = record({
  /** Name of the group, as tokens say it. */
  name: realmName,
  /**
   * Realm roles of its members.
   * @default []
   */
  roles: listOf(realmName).prefault([]),
  /**
   * Rights of its members to administer the realm.
   * @default []
   */
  managementRoles: listOf(z.enum(MANAGEMENT_ROLES)).prefault([]),
});

/** A set of claims that clients share. */
export const clientScopeState = record({
  /** Name of the scope. */
  name: realmName,
  /**
   * What it is for.
   * @default ''
   */
  description: description.default(''),
  /**
   * Whether the token names the scope.
   * @default true
   */
  includeInTokenScope: flag.default(true),
  /** What the token says by it. */
  mappers: listOf(mapper),
});

/** How often and from where a client is used. */
export const clientState = record({
  /** The client's id, as tokens and requests name it. */
  id: realmName,
  /**
   * Name that a person sees.
   * @default - the id
   */
  name: description.optional(),
  /**
   * `confidential` proves itself with a secret; `public` runs at the person's and cannot keep one.
   */
  access: z.enum(['confidential', 'public']),
  /**
   * File of the reconciler's pod with the secret of a confidential client.
   * @default '/secrets/<id>/client-secret'
   */
  secretFile: absolutePath('/secrets/vault/client-secret').optional(),
  /**
   * Whether people sign in with it (authorization code, always with PKCE S256 unless `pkce` is false).
   * @default true
   */
  signIn: flag.default(true),
  /**
   * Whether the code must be bound to its request (PKCE, S256).
   * @default true
   */
  pkce: flag.default(true),
  /**
   * Whether it may ask for tokens for itself (client credentials).
   * @default false
   */
  serviceAccount: flag.default(false),
  /**
   * Where a person may be sent back to.
   * @default []
   */
  redirectUris: listOf(redirectUri).prefault([]),
  /**
   * Where a person may be sent after signing out.
   * @default []
   */
  postLogoutRedirectUris: listOf(redirectUri).prefault([]),
  /**
   * Origins of scripts that may ask for tokens.
   * @default []
   */
  webOrigins: listOf(origin).prefault([]),
  /**
   * Scopes of every token; must be Keycloak's own or of this realm.
   * @default ['basic', 'profile', 'email', 'roles', 'web-origins', 'acr']
   */
  defaultScopes: listOf(realmName).prefault(['basic', 'profile', 'email', 'roles', 'web-origins', 'acr']),
  /**
   * Scopes of a token that asks for them.
   * @default []
   */
  optionalScopes: listOf(realmName).prefault([]),
  /**
   * Whether the token names every role that the person has; otherwise those of its scopes alone.
   * @default false
   */
  fullScope: flag.default(false),
  /**
   * What its tokens say beside its scopes.
   * @default []
   */
  mappers: listOf(mapper).prefault([]),
  /**
   * How long an access token is good for, in seconds.
   * @default - as long as the realm's
   */
  accessTokenSeconds: seconds.optional(),
});

/** Where mail is handed over. */
export const smtpState = record({
  /** Host of the mail server. */
  host: text((value) => /^[\w.-]{1,253}$/.test(value), 'a host name', "'smtp.example.com'"),
  /**
   * Port of the mail server.
   * @default 587
   */
  port: whole(1, 65_535).default(587),
  /** Sender's address. */
  from: text((value) => /^[^\s@]+@[^\s@]+$/.test(value), 'a mail address', "'id@example.com'"),
  /**
   * Sender's name.
   * @default ''
   */
  fromName: description.default(''),
  /**
   * How the connection is encrypted; plain text is not possible.
   * @default 'starttls'
   */
  encryption: z.enum(['starttls', 'tls']).default('starttls'),
  /**
   * Who logs in at the mail server.
   * @default - nobody
   */
  login: record({
    /** User at the mail server. */
    user: text((value) => value !== '', 'a user'),
    /** Key of the password in Keycloak's own file vault (`KC_VAULT=file`): the file is `<realm>_<key>`. */
    passwordKey: dnsLabel(),
  }).optional(),
});

/** When somebody who guesses passwords is kept out. */
export const bruteForceState = record({
  /**
   * Failures until it waits.
   * @default 10
   */
  maxFailures: whole(1, 1000, 'failures').default(10),
  /**
   * Wait that each further failure adds, in seconds.
   * @default 60
   */
  waitIncrementSeconds: seconds.default(60),
  /**
   * Longest wait, in seconds.
   * @default 900
   */
  maxWaitSeconds: seconds.default(900),
  /**
   * Time after which failures are forgotten, in seconds.
   * @default 43200
   */
  failureResetSeconds: seconds.default(43_200),
});

/** What a password must be. */
export const passwordPolicyState = record({
  /**
   * Least number of characters.
   * @default 12
   */
  minLength: whole(8, 128, 'characters').default(12),
  /**
   * Earlier passwords that must not come again.
   * @default 3
   */
  history: whole(0, 24, 'passwords').default(3),
  /**
   * Whether it must be neither the user's name nor his mail address.
   * @default true
   */
  notUser: flag.default(true),
});

/** How one-time codes are made. */
export const otpPolicyState = record({
  /**
   * Digits of a code.
   * @default 6
   */
  digits: z.literal([6, 8]).default(6),
  /**
   * How long a code is good for, in seconds.
   * @default 30
   */
  periodSeconds: whole(10, 120, 'seconds').default(30),
  /**
   * Hash of the code. Several authenticator apps know SHA-1 alone.
   * @default 'HmacSHA1'
   */
  algorithm: z.enum(['HmacSHA1', 'HmacSHA256', 'HmacSHA512']).default('HmacSHA1'),
  /**
   * Codes before and after the present one that are good too.
   * @default 1
   */
  lookAhead: whole(0, 5, 'codes').default(1),
});

export type MapperState = z.output<typeof mapper>;
export type RoleState = z.output<typeof roleState>;
export type GroupState = z.output<typeof groupState>;
export type ClientScopeState = z.output<typeof clientScopeState>;
export type ClientState = z.output<typeof clientState>;
