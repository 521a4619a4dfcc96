import { mappings, number, strings, text } from '../../../../checks/readers/read';
import { selects } from '../../../../checks/readers/selectors';
import type { KubernetesObject } from '../../../../synth/manifest';
import type { Cluster } from '../../cluster';
import { API_SERVER_PORT } from '../../nodes/plan';
import { type Actor, MARK, titleOf } from './actors';

/** A pod of an actor, as it runs. */
export interface ActorPod {
  readonly actor: Actor;
  readonly pod: string;
  readonly address: string;
  readonly node: string;
}

/** Something that a connection is tried to. */
export interface Place {
  /** For people: `production-model-serving/iris by its Service`. */
  readonly title: string;
  /** What `connect` of a stand-in is given. */
  readonly address: string;
  readonly kind: 'pod' | 'dns' | 'api-server' | 'other';
  /** Whether a name has to be looked up first. */
  readonly named: boolean;
  /** Whether somebody answers there: `refused` is what else proves that a packet arrived. */
  readonly listens: boolean;
  /** The pods behind it, where they are an actor's. */
  readonly actor?: Actor;
  /** Port of those pods. */
  readonly port?: number;
  /** The one pod, where it is one. */
  readonly pod?: string;
  /** The worker, where it is a port of it. */
  readonly node?: string;
}

/** A port that nobody listens on and nobody declares. */
const UNDECLARED = 9;

/** Port of the API of a kubelet. */
export const KUBELET = 10_250;

/** Port of CoreDNS that says whether it is ready. */
const DNS_READY = 8181;

/** With the dot at the end each name is asked for once, and not below every domain that a pod searches first. */
const DOMAIN = 'cluster.local.';

/** An address of nobody's (RFC 5737), put outside of the cluster; and the one that clouds answer secrets at. */
export const OUTSIDE = [
  { title: 'an address outside of the cluster', address: '203.0.113.10', port: 443 },
  { title: 'the metadata service of a cloud', address: '169.254.169.254', port: 80 },
] as const;

/** Each port of each pod, and one that nobody declares. */
export function podPlaces(pods: readonly ActorPod[]): readonly Place[] {
  return pods.flatMap(({ actor, pod, address }) =>
    [...actor.ports, UNDECLARED].map((port): Place => {
      const listens = port !== UNDECLARED;
      const title = `port ${port} of ${actor.namespace}/${pod}`;
      return { title, address: `${address}:${port}`, kind: 'pod', named: false, listens, actor, port, pod };
    }),
  );
}

/** Each port of each Service of `dist/`, by name. */
export function servicePlaces(
  actors: readonly Actor[],
  objects: readonly KubernetesObject[],
): readonly Place[] {
  return objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service) => {
      const { name, namespace = '' } = service.metadata;
      const matchLabels = strings(service, 'spec.selector');
      const actor = actors.find(
        (one) =>
          one.pods === 'running' && one.namespace === namespace && selects({ matchLabels }, one.labels),
      );
      if (actor === undefined) return [];
      const title = `${titleOf(actor)} by its Service`;
      return mappings(service, 'spec.ports').map((entry): Place => {
        const address = `${name}.${namespace}.svc.${DOMAIN}:${number(entry, 'port')}`;
        return {
          title,
          address,
          kind: 'pod',
          named: true,
          listens: true,
          actor,
          port: targetOf(entry, actor),
        };
      });
    });
}

/** What every cluster has: its DNS server, its API server, the kubelets; and what is outside of it. */
export async function surroundings({ client, plan }: Cluster): Promise<readonly Place[]> {
  const { dns, controlPlane, workers } = plan;
  const selector = encodeURIComponent(`k8s-app=${dns.app}`);
  const found = await client.send({
    path: `/api/v1/namespaces/${dns.namespace}/pods?labelSelector=${selector}`,
  });
  const servers = mappings(found.body, 'items')
    // A pod with their labels stands beside them.
    .filter((pod) => !Object.hasOwn(strings(pod, 'metadata.labels'), MARK))
    .flatMap((pod) => text(pod, 'status.podIP') ?? []);
  const rest = { named: false, listens: true };
  return [
    {
      title: 'a name',
      address: 'kubernetes.default.svc',
      kind: 'dns',
      named: true,
      listens: true,
    },
    { title: 'DNS over TCP', address: `${dns.address}:53`, kind: 'dns', ...rest },
    ...servers.flatMap((address): Place[] => [
      { title: 'a DNS server over TCP', address: `${address}:53`, kind: 'dns', ...rest },
      { title: 'another port of a DNS server', address: `${address}:${DNS_READY}`, kind: 'other', ...rest },
    ]),
    {
      title: 'the API server',
      address: `${controlPlane[0]}:${API_SERVER_PORT}`,
      kind: 'api-server',
      ...rest,
    },
    {
      title: 'the API server by its Service',
      address: `kubernetes.default.svc.${DOMAIN}:443`,
      kind: 'api-server',
      named: true,
      listens: true,
    },
    ...workers.map(
      ({ name: node, address }): Place => ({
        ...{ title: `the kubelet of ${node}`, address: `${address}:${KUBELET}`, kind: 'other', node },
        ...rest,
      }),
    ),
    ...OUTSIDE.map(
      ({ title, address, port }): Place => ({ title, address: `${address}:${port}`, kind: 'other', ...rest }),
    ),
  ];
}

/** The port of the pods behind a port of a Service. */
function targetOf(entry: unknown, { spec }: Actor): number {
  const target = text(entry, 'targetPort');
  if (target === undefined) return number(entry, 'targetPort') ?? number(entry, 'port') ?? 0;
  const ports = mappings(spec, 'containers').flatMap((container) => mappings(container, 'ports'));
  return (
    number(
      ports.find((port) => text(port, 'name') === target),
      'containerPort',
    ) ?? 0
  );
}
