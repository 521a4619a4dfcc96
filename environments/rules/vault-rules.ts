import { eachEnvironment } from './environment-rules';
import { type Rule, repeated } from './rule';

/** Rules on the vault of an environment. */
export const vaultRules: readonly Rule[] = [
  eachEnvironment('vault-has-object-storage', function* ({ vault, objectStorage }) {
    if (vault === undefined || objectStorage !== undefined) return;
    yield [
      'vault',
      'must not be set without `objectStorage`, which takes its snapshots, got none; set it or leave `vault` out',
    ];
  }),
  eachEnvironment('vault-nodes-have-workers-of-their-own', function* ({ vault }, host) {
    const replicas = vault?.replicas ?? 0;
    const workers = host?.nodes.filter(({ role }) => role === 'worker').length ?? replicas;
    // Without any worker it is the cluster that is wrong, which another rule tells.
    if (replicas <= workers || workers === 0) return;
    yield [
      'vault',
      `\`replicas\` must be at most the number of workers (${workers}), got ${replicas}; two nodes on one worker would lose their votes together`,
    ];
  }),
  eachEnvironment('vault-has-a-storage-class', function* ({ vault }, host) {
    const known = host?.storageClasses.map(({ name }) => name);
    const wanted = vault?.storageClassName;
    if (wanted === undefined || known === undefined || known.includes(wanted)) return;
    yield ['vault', `\`storageClassName\` must be one of ${known.join(', ')}, got '${wanted}'`];
  }),
  eachEnvironment('vault-groups-are-given-access-once', function* ({ vault }) {
    for (const [{ group }] of repeated(vault?.access ?? [], (one) => one.group)) {
      yield ['vault', `\`access\` must name a group once, got '${group}' twice; remove one or merge them`];
    }
  }),
  eachEnvironment('vault-groups-are-of-the-realm', function* ({ vault, keycloak }) {
    if (keycloak === undefined) return;
    const known = keycloak.realm.groups.map(({ name }) => name);
    for (const { group } of vault?.access ?? []) {
      if (known.includes(group)) continue;
      yield [
        'vault',
        `\`access\` must name groups of the realm (${known.join(', ') || 'it has none'}), got '${group}'; correct it or add the group`,
      ];
    }
  }),
];
