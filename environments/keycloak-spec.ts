import type { z } from 'zod';
import { quota } from '../constructs/application-namespace/props';
import { heapFaults, keycloakShape } from '../constructs/keycloak/props';
import { postgresqlShape, restoreFaults } from '../constructs/postgresql/props';
import { keycloakState } from '../reconcilers/keycloak/state';
import { clientScopeState, clientState, groupState, roleState } from '../reconcilers/keycloak/state-parts';
import { imageInRegistry, listOf, record } from '../values/schema';

const { realm: realmName, displayName, ...state } = keycloakState.unwrap().shape;
const { clients: _, clientScopes: __, groups: ___, roles: ____, smtp: _____, ...settings } = state;

/** The realm of an environment; clients of the platform itself follow from what runs there. */
const realm = record({
  /** Name of the realm: a part of its issuer's URL, so never changed. */
  name: realmName,
  /** Name that a person sees. */
  displayName,
  /**
   * Realm roles.
   * @default - none
   */
  roles: listOf(roleState).prefault([]),
  /**
   * Groups of people, as tokens name them.
   * @default - none
   */
  groups: listOf(groupState).prefault([]),
  /**
   * Client scopes beside Keycloak's own.
   * @default - none
   */
  clientScopes: listOf(clientScopeState).prefault([]),
  /**
   * Clients of others; those of the vault, of Argo CD and of the models are made without a word.
   * @default - none
   */
  clients: listOf(clientState).prefault([]),
  ...settings,
});

/** The identity provider of an environment, as a person writes it. */
export const keycloak = record({
  ...keycloakShape,
  /**
   * An image of one's own in the environment's registry that was built for these options; its pods start without a build.
   * @default - the official image, built by each pod before its first start
   */
  image: imageInRegistry.optional(),
  /** What its pods, those of the database and the reconciler may take together. */
  quota,
  /** The database that holds everything. */
  database: record(postgresqlShape).superRefine(restoreFaults),
  /** The one realm in which people sign in. */
  realm,
}).superRefine(heapFaults);

export type KeycloakValues = z.output<typeof keycloak>;
