import { JsonPatch } from 'cdk8s';
import type { Law } from '../../checks/law';
import { Keycloak } from '../../constructs/keycloak/keycloak';
import { KEYCLOAK } from '../../constructs/keycloak/props';
import { selectorLabels } from '../../constructs/labels';
import { NetworkPolicies } from '../../constructs/network/policies';
import type { Edge, Peer } from '../../constructs/network/props';
import { PostgresqlCluster } from '../../constructs/postgresql/postgresql-cluster';
import type { KubernetesObject } from '../../synth/manifest';
import { minimal } from '../constructs/keycloak/fixtures';
import { rendered } from '../constructs/rendered';
import { judge } from './judge';
import { namespace, object } from './objects';

const NAMESPACE = 'production-keycloak';
const server: Peer = { namespace: NAMESPACE, name: KEYCLOAK, labels: selectorLabels(NAMESPACE, KEYCLOAK) };
const traefik: Peer = { namespace: 'gateway', name: 'traefik', labels: { app: 'traefik' } };
const prometheus: Peer = { namespace: 'monitoring', name: 'prometheus', labels: { app: 'prometheus' } };

const edges: readonly Edge[] = [
  { client: traefik, server, port: 8080 },
  { client: prometheus, server, port: 9000 },
  { client: server, server, port: 7800 },
  { client: server, server, port: 57_800 },
];

const listener = (name: string, port: number) => ({
  name,
  port,
  protocol: 'HTTPS',
  hostname: '*.example.com',
});

/** Two servers of Keycloak as we render them, their database, the ways to them and the gateway before them. */
export const keycloakObjects: readonly KubernetesObject[] = [
  ...rendered((chart) => {
    new Keycloak(chart, 'Keycloak', { ...minimal, replicas: 2 });
    new PostgresqlCluster(chart, 'Database', {
      name: 'keycloak-database',
      image: `ghcr.io/cloudnative-pg/postgresql:17.11@sha256:${'0'.repeat(64)}`,
      database: 'keycloak',
      owner: 'keycloak',
      priorityClassName: 'production',
      instances: 1,
      storage: '1Gi',
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      backups: { schedule: '15 1 * * *' },
      objectStorage: {
        endpoint: 'https://s3.example.com',
        region: 'main',
        bucket: 'backups',
        secret: 'storage',
      },
    });
    new NetworkPolicies(chart, 'Edges', { namespace: NAMESPACE, edges });
  }, NAMESPACE).objects,
  object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'default-deny',
    {
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    NAMESPACE,
  ),
  object(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    'public',
    {
      spec: { listeners: [listener('production', 8443), listener('production-private', 8444)] },
    },
    'gateway',
  ),
  namespace(NAMESPACE),
  namespace('gateway'),
  namespace('monitoring'),
  namespace('guests'),
];

/** Path of the server's container and of the one that builds. */
export const SERVER = '/spec/template/spec/containers/0';
export const BUILDER = '/spec/template/spec/initContainers/1';

/** One change: the object as `Kind/name`, JSON pointer, and the value; undefined removes. */
export type Change = readonly [object: string, path: string, value: unknown];

/** What a law says of them after some changes. */
export function judgeKeycloak(law: Law, ...changes: readonly Change[]): string[] {
  return judge(law, changes.reduce(changedBy, keycloakObjects)).map((message) =>
    message.replace(`/${NAMESPACE}/`, '/'),
  );
}

/** Changes a variable of a container of the servers; undefined removes it. */
export function option(name: string, value: string | undefined, container = SERVER): Change {
  const set = find(keycloakObjects, 'StatefulSet/keycloak');
  const [, index] = /(\d+)$/.exec(container) ?? [];
  const key = container.includes('initContainers') ? 'initContainers' : 'containers';
  const variables = variablesOf(set, key, Number(index));
  const position = variables.indexOf(name);
  if (position < 0) return ['StatefulSet/keycloak', `${container}/env/-`, { name, value }];
  const path = `${container}/env/${position}`;
  return ['StatefulSet/keycloak', value === undefined ? path : `${path}/value`, value];
}

function changedBy(objects: readonly KubernetesObject[], [reference, path, value]: Change) {
  const found = find(objects, reference);
  const operation =
    value === undefined
      ? JsonPatch.remove(path)
      : path.endsWith('/-') || !has(found, path)
        ? JsonPatch.add(path, value)
        : JsonPatch.replace(path, value);
  const next: KubernetesObject = JsonPatch.apply(structuredClone(found), operation);
  return objects.map((one) => (one === found ? next : one));
}

function find(objects: readonly KubernetesObject[], reference: string): KubernetesObject {
  const found = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === reference);
  if (found === undefined) throw new Error(`there must be a ${reference}`);
  return found;
}

function has(object: unknown, path: string): boolean {
  return pathOf(object, path) !== undefined;
}

function pathOf(object: unknown, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      object,
    );
}

function variablesOf(set: unknown, key: string, index: number): readonly unknown[] {
  const env = pathOf(set, `/spec/template/spec/${key}/${index}/env`);
  return Array.isArray(env) ? env.map((variable) => pathOf(variable, '/name')) : [];
}
