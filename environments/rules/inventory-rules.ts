import { type Rule, repeated } from './rule';

/** Names of what exists once, beside the objects that are named after a cluster or an environment. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['default', "Argo CD's own project"],
  ['http', "the gateway's listener for plain HTTP"],
  ['root', 'the Application that syncs all others'],
]);

/** Rules between clusters and environments. */
export const inventoryRules: readonly Rule[] = [
  {
    id: 'names-are-used-once',
    needs: [],
    *judge({ clusters, environments }) {
      const trees = [
        ...clusters.map(({ name }) => ({ name, kind: 'cluster' })),
        ...environments.map(({ name }) => ({ name, kind: 'environment' })),
      ];
      for (const [{ name, kind }, earlier] of repeated(trees, (tree) => tree.name)) {
        const other = `${earlier.kind === kind ? 'another' : 'a'} ${earlier.kind}`;
        const message = `\`name\` of this ${kind} must be its own, got '${name}', which ${other} has; both would render into dist/${name}: rename one`;
        yield { path: name, message };
      }
    },
  },
  {
    id: 'names-are-free',
    needs: [],
    *judge({ clusters, environments }) {
      const names = [...clusters, ...environments].map(({ name }) => name);
      for (const name of names) {
        const holder = name.startsWith('system-') ? 'Kubernetes' : RESERVED.get(name);
        if (holder === undefined) continue;
        yield {
          path: name,
          message: `\`name\` must not be '${name}', which is taken by ${holder}; choose another`,
        };
      }
    },
  },
  {
    id: 'names-begin-with-no-other-name',
    needs: [],
    *judge({ clusters, environments }) {
      const names = [...clusters, ...environments].map(({ name }) => name);
      for (const name of names) {
        const other = names.find((one) => name.startsWith(`${one}-`));
        if (other === undefined) continue;
        const message = `\`name\` must not begin with '${other}-', got '${name}': it could be an application of ${other}; choose another`;
        yield { path: name, message };
      }
    },
  },
  {
    id: 'environments-name-a-known-cluster',
    needs: ['clusters'],
    *judge({ clusters, environments }) {
      const known = clusters.map(({ name }) => name);
      for (const { name, cluster } of environments) {
        if (known.includes(cluster)) continue;
        const bound = known.join(', ') || 'there is none';
        yield { path: name, message: `\`cluster\` must name a cluster (${bound}), got '${cluster}'` };
      }
    },
  },
  {
    id: 'platform-environment-is-hosted',
    needs: ['environments'],
    *judge({ clusters, environments }) {
      for (const { name, platformEnvironment } of clusters) {
        const hosted = environments
          .filter(({ cluster }) => cluster === name)
          .map((environment) => environment.name);
        if (hosted.length === 0 || hosted.includes(platformEnvironment)) continue;
        const message = `\`platformEnvironment\` must be an environment on this cluster (${hosted.join(', ')}), got '${platformEnvironment}'`;
        yield { path: name, message };
      }
    },
  },
  {
    id: 'groups-of-argo-cd-exist',
    needs: ['environments'],
    *judge({ clusters, environments }) {
      for (const { name: path, platformEnvironment, administration } of clusters) {
        const realm = environments.find(({ name }) => name === platformEnvironment)?.keycloak?.realm;
        if (realm === undefined) continue;
        const known = realm.groups.map(({ name }) => name);
        for (const { group } of administration.argoCd) {
          if (known.includes(group)) continue;
          const message = `\`administration.argoCd\` must name groups of the realm '${realm.name}' (${known.join(', ') || 'it has none'}), got '${group}'; nobody is in it: correct it or add it there`;
          yield { path, message };
        }
      }
    },
  },
  {
    id: 'domains-are-used-once',
    needs: [],
    *judge({ environments }) {
      for (const [{ name, domain }, earlier] of repeated(environments, (environment) => environment.domain)) {
        yield {
          path: name,
          message: `\`domain\` must be its own, got '${domain}', which ${earlier.name} has; choose another`,
        };
      }
    },
  },
  {
    id: 'platform-environment-comes-first',
    needs: [],
    *judge({ clusters, environments }) {
      for (const { name, platformEnvironment } of clusters) {
        const hosted = environments.filter(({ cluster }) => cluster === name);
        const first = hosted.find((environment) => environment.name === platformEnvironment);
        for (const { name: path, priority } of hosted) {
          if (first === undefined || path === platformEnvironment || priority < first.priority) continue;
          const message = `\`priority\` must be below that of ${platformEnvironment} (${first.priority}), got ${priority}; the cluster's own sign-in would be evicted for it`;
          yield { path, message };
        }
      }
    },
  },
];
