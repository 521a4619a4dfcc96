import { keycloakState } from '../../reconcilers/keycloak/state';
import { RESERVED_CONNECTIONS } from '../../values/connections';
import { realmStateOf } from '../keycloak';
import { clientsOf } from '../oidc-clients';
import { eachEnvironment } from './environment-rules';
import type { Rule } from './rule';

/** Rules on the identity provider of an environment. */
export const keycloakRules: readonly Rule[] = [
  eachEnvironment('keycloak-has-what-it-needs', function* ({ keycloak, vault, objectStorage }) {
    if (keycloak === undefined) return;
    const needs = [
      ['vault', vault, 'keeps its secrets'],
      ['objectStorage', objectStorage, 'takes the backups of its database'],
    ] as const;
    for (const [key, value, why] of needs) {
      if (value !== undefined) continue;
      yield [
        'keycloak',
        `must not be set without \`${key}\`, which ${why}, got none; set it or leave \`keycloak\` out`,
      ];
    }
  }),
  eachEnvironment('keycloak-pool-fits-its-database', function* ({ keycloak }) {
    if (keycloak === undefined) return;
    const { replicas, poolSize, database } = keycloak;
    const usable = database.maxConnections - RESERVED_CONNECTIONS;
    if (replicas * poolSize <= usable) return;
    yield [
      'keycloak',
      `\`poolSize\` times \`replicas\` must be at most \`database.maxConnections\` less ${RESERVED_CONNECTIONS} (${usable}), got ${poolSize} times ${replicas}, ${poolSize * replicas}; lower it or raise \`database.maxConnections\``,
    ];
  }),
  eachEnvironment('database-instances-have-workers-of-their-own', function* ({ keycloak }, host) {
    const instances = keycloak?.database.instances ?? 0;
    const workers = host?.nodes.filter(({ role }) => role === 'worker').length ?? instances;
    // Without any worker it is the cluster that is wrong, which another rule tells.
    if (instances <= workers || workers === 0) return;
    yield [
      'keycloak',
      `\`database.instances\` must be at most the number of workers (${workers}), got ${instances}; each instance needs one of its own`,
    ];
  }),
  eachEnvironment('databases-have-a-storage-class', function* ({ keycloak }, host) {
    const known = host?.storageClasses.map(({ name }) => name);
    const wanted = keycloak?.database.storageClassName;
    if (wanted === undefined || known === undefined || known.includes(wanted)) return;
    yield ['keycloak', `\`database.storageClassName\` must be one of ${known.join(', ')}, got '${wanted}'`];
  }),
  eachEnvironment('realms-are-sound', function* (environment, host) {
    if (environment.keycloak === undefined || host === undefined) return;
    const { realm } = environment.keycloak;
    const clients = [...clientsOf(environment, host), ...realm.clients];
    const parsed = keycloakState.safeParse(realmStateOf({ ...realm, clients }));
    for (const { path, message } of parsed.error?.issues ?? []) {
      yield ['keycloak', `\`realm.${path.join('.')}\` ${message}`];
    }
  }),
];
