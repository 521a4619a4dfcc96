import * as z from 'zod';
import { absolutePath, dnsLabel, listOf, record, text, whole } from '../../values/schema';
import { CAPABILITIES, PROTECTED_NAMES } from './policies';
import { protectedPathIn } from './protected-paths';

/** Policies that every vault has and nobody may write. */
const BUILT_IN = ['default', 'root'];

/** A name of ours in the vault: lower case, because the vault writes names of policies so. */
const name = text(
  (value) => /^[a-z0-9][a-z0-9-]{0,126}[a-z0-9]$/.test(value),
  'a name of lower-case letters, digits and hyphens',
  "'production-keycloak'",
);

const ownName = name.refine((value) => !PROTECTED_NAMES.includes(value) && !BUILT_IN.includes(value), {
  error: ({ input }) =>
    `must not be '${input}', which self-initialisation or the vault itself writes; choose another name`,
});

/** A policy that may be given to somebody: all but those that would make him the vault's master. */
const policyName = name.refine((value) => !PROTECTED_NAMES.includes(value) && value !== 'root', {
  error: ({ input }) => `must not be '${input}', which no state may give away; write a policy of its own`,
});

const httpsUrl = text(
  (value) => /^https:\/\/[\w.:/-]+$/.test(value),
  'an HTTPS URL',
  "'https://id.example.com'",
);

const redirect = text(
  (value) => /^(https:\/\/|http:\/\/localhost:)[\w.:/-]+$/.test(value),
  'an HTTPS URL or one of http://localhost',
  "'https://vault.example.com/ui/vault/auth/oidc/oidc/callback'",
);

/** Time that a token is good for, in seconds. */
const seconds = whole(60, 2_764_800, 'seconds');

const policyRule = record({
  /** Path without `/v1/`; `*` at its end stands for anything, `+` for one part between slashes. */
  path: text(
    (value) => /^[\w.+-]+(\/[\w.+-]+)*(\/?\*)?$/.test(value),
    'a path of the vault without `/v1/`, `*` at its end alone',
    "'kv/data/production-keycloak/*'",
  ),
  /** What is allowed on it. */
  capabilities: listOf(z.enum(CAPABILITIES)).refine((list) => list.length > 0, {
    error: "must name a capability; use ['read']",
  }),
  /**
   * Parameters that a write may have; with any other one it is refused.
   * @default - all
   */
  allowedParameters: listOf(
    text((value) => /^[a-z][a-z0-9_]*$/.test(value), 'a parameter of the vault', "'custom_metadata'"),
  )
    .refine((list) => list.length > 0, { error: 'must name a parameter; leave it out to allow all' })
    .optional(),
}).superRefine(({ path, capabilities, allowedParameters }, context) => {
  const writes = capabilities.some((one) => ['create', 'update', 'patch'].includes(one));
  if (allowedParameters !== undefined && !writes) {
    const message = `must not be set where nothing may be written, got [${capabilities.join(', ')}]; leave it out`;
    context.addIssue({ code: 'custom', path: ['allowedParameters'], message });
  }
  const reached =
    capabilities.some((one) => !['read', 'list', 'deny'].includes(one)) && protectedPathIn(path);
  if (!reached) return;
  context.addIssue({
    code: 'custom',
    path: ['path'],
    message: `must not reach '${reached}' with the right to write, got '${path}'; name the paths that are meant`,
  });
});

const policy = record({
  /** Name of the policy. */
  name: ownName,
  /** What it allows; all else is refused. */
  rules: listOf(policyRule).refine((list) => list.length > 0, {
    error: 'must name a path; the vault refuses an empty policy',
  }),
});

const kubernetesRole = record({
  /** Name of the role, with which a pod logs in. */
  name: ownName,
  /** ServiceAccounts that may have it. */
  serviceAccounts: listOf(name),
  /** Namespaces of those ServiceAccounts. */
  namespaces: listOf(dnsLabel()),
  /** Policies of the token. */
  policies: listOf(policyName),
  /**
   * Audience that the ServiceAccount's token must name.
   * @default - any that the API server takes for its own
   */
  audience: text((value) => /^[\w.:/-]{1,253}$/.test(value), 'an audience', "'vault'").optional(),
  /**
   * How long a token is good for, in seconds, unless it is renewed.
   * @default 3600
   */
  tokenTtlSeconds: seconds.default(3600),
  /**
   * How long it is good for with all renewals, in seconds.
   * @default 86400
   */
  tokenMaxTtlSeconds: seconds.default(86_400),
}).superRefine(({ tokenTtlSeconds, tokenMaxTtlSeconds }, context) => {
  if (tokenTtlSeconds <= tokenMaxTtlSeconds) return;
  context.addIssue({
    code: 'custom',
    path: ['tokenTtlSeconds'],
    message: `must be at most \`tokenMaxTtlSeconds\` of ${tokenMaxTtlSeconds}, got ${tokenTtlSeconds}; lower it`,
  });
});

const oidcRole = record({
  /** Name of the role that a person chooses when he logs in. */
  name: ownName,
  /** Where the provider may send him back to. */
  allowedRedirectUris: listOf(redirect),
  /**
   * Scopes to ask for beside `openid`.
   * @default ['profile']
   */
  scopes: listOf(name).prefault(['profile']),
  /**
   * Claim that is the person's lasting name.
   * @default 'sub'
   */
  userClaim: name.default('sub'),
  /**
   * Claim that lists the groups. A person without any cannot log in: the provider leaves an empty claim out.
   * @default 'groups'
   */
  groupsClaim: name.default('groups'),
  /**
   * Policies of everybody who has the role, beside those of his groups.
   * @default []
   */
  policies: listOf(policyName).prefault([]),
  /**
   * How long a person stays logged in, in seconds.
   * @default 3600
   */
  tokenTtlSeconds: seconds.default(3600),
});

const oidc = record({
  /** Issuer. It may come to life later than the vault: what is written then waits for it. */
  discoveryUrl: httpsUrl,
  /**
   * File of the reconciler's pod with the authority that signed the issuer's certificate.
   * @default - the public authorities
   */
  discoveryCaFile: absolutePath('/ca/ca.crt').optional(),
  /** Client of the vault at the issuer. */
  clientId: name,
  /** File of the reconciler's pod with that client's secret. While it is not there, all of this waits. */
  clientSecretFile: absolutePath('/secrets/vault/client-secret'),
  /** Role of a person who chooses none. */
  defaultRole: name,
  /** Roles that a person may choose from. */
  roles: listOf(oidcRole),
});

const group = record({
  /** Name of the group in the issuer's claim and in the vault. */
  name: ownName,
  /** Policies of its members. */
  policies: listOf(policyName),
});

const kv = record({
  /**
   * What the user interface says about it.
   * @default ''
   */
  description: text((value) => value.length <= 200, 'a text of at most 200 characters').default(''),
  /**
   * How many versions of a secret are kept.
   * @default 10
   */
  maxVersions: whole(1, 100, 'versions').default(10),
});

/**
 * What a vault is to hold, beside its secrets: the input of reconcilers/vault. The engine `kv` is never removed, the
 * method `kubernetes` never touched but for its roles.
 */
export const vaultState = record({
  /**
   * The engine of the secrets, version 2, at `kv`.
   * @default {}
   */
  kv: kv.prefault({}),
  /** Policies. */
  policies: listOf(policy),
  /** Roles by which pods log in. */
  kubernetesRoles: listOf(kubernetesRole),
  /**
   * How people log in, at `oidc`.
   * @default - they cannot
   */
  oidc: oidc.optional(),
  /**
   * Groups of people, by the issuer's claim.
   * @default []
   */
  groups: listOf(group).prefault([]),
}).superRefine((state, context) => {
  for (const [path, message] of stateFaults(state))
    context.addIssue({ code: 'custom', path: [...path], message });
});

export type VaultStateProps = z.input<typeof vaultState>;
export type VaultState = z.output<typeof vaultState>;
export type VaultStatePolicy = VaultState['policies'][number];

type StateFault = readonly [path: readonly (string | number)[], message: string];

interface Named {
  readonly name: string;
  readonly policies: readonly string[];
}

/** What holds between the parts of a state. */
function* stateFaults(state: {
  readonly policies: readonly { readonly name: string }[];
  readonly kubernetesRoles: readonly Named[];
  readonly oidc?: { readonly defaultRole: string; readonly roles: readonly Named[] } | undefined;
  readonly groups: readonly Named[];
}): Generator<StateFault> {
  const roles = state.oidc?.roles ?? [];
  const known = [...state.policies.map((policy) => policy.name), 'default'];
  const lists: readonly (readonly [path: readonly string[], items: readonly Named[]])[] = [
    [['kubernetesRoles'], state.kubernetesRoles],
    [['oidc', 'roles'], roles],
    [['groups'], state.groups],
  ];
  yield* twice(['policies'], state.policies);
  for (const [path, items] of lists) {
    yield* twice(path, items);
    for (const [index, { policies }] of items.entries()) {
      for (const [place, policy] of policies.entries()) {
        if (known.includes(policy)) continue;
        const message = `must be a policy of this state, got '${policy}'; write it under \`policies\``;
        yield [[...path, index, 'policies', place], message];
      }
    }
  }
  if (state.groups.length > 0 && state.oidc === undefined) {
    yield [
      ['groups'],
      'must not be set without `oidc`, whose claim names them; set `oidc` or remove the groups',
    ];
  }
  if (state.oidc !== undefined && !roles.some(({ name }) => name === state.oidc?.defaultRole)) {
    yield [['oidc', 'defaultRole'], `must be one of \`roles\`, got '${state.oidc.defaultRole}'`];
  }
}

function* twice(path: readonly string[], items: readonly { readonly name: string }[]): Generator<StateFault> {
  const names = items.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      yield [[...path, index, 'name'], `must be used once, got '${name}' twice; rename one`];
  }
}
