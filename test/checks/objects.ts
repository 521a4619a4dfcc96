/** Objects as our constructs render them, with no more fields than the laws on what belongs together look at. */

/** Namespace of all objects below unless a test names another. */
export const NAMESPACE = 'production-model-serving';

/** Image of all containers below. */
export const IMAGE = `models/iris@sha256:${'0'.repeat(64)}`;

/** An object of any kind; a namespace of undefined leaves the field out. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  namespace: string | undefined = NAMESPACE,
) {
  return { apiVersion, kind, metadata: { name, namespace }, ...fields };
}

/** An object that belongs to the whole cluster. */
export function clusterObject(
  apiVersion: string,
  kind: string,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
) {
  return { apiVersion, kind, metadata: { name }, ...fields };
}

/** Labels that find the pods of a workload. */
export function labelsOf(name: string, namespace = NAMESPACE) {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': namespace };
}

/** A Deployment with one container that listens on port `http`, 3000. */
export function deployment(
  name: string,
  podSpec: Readonly<Record<string, unknown>> = {},
  fields: Readonly<Record<string, unknown>> = {},
  namespace = NAMESPACE,
) {
  const template = {
    metadata: { labels: labelsOf(name, namespace) },
    spec: { containers: [container()], ...podSpec },
  };
  const selector = { matchLabels: labelsOf(name, namespace) };
  return object('apps/v1', 'Deployment', name, { spec: { selector, template, ...fields } }, namespace);
}

/** A container that listens on port `http`, 3000. */
export function container(fields: Readonly<Record<string, unknown>> = {}) {
  return { name: 'bento', image: IMAGE, ports: [{ name: 'http', containerPort: 3000 }], ...fields };
}

/** The Service of a Deployment. */
export function service(name: string, namespace = NAMESPACE) {
  const spec = {
    selector: labelsOf(name, namespace),
    ports: [{ name: 'http', port: 3000, targetPort: 'http' }],
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: labelsOf(name, namespace) },
    spec,
  };
}

/** A Namespace with the label that a Gateway looks for, or with others. */
export function namespace(name: string, labels: Readonly<Record<string, string>> = {}) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** The Gateway `gateway/public` of class `traefik`: `http` and `https` for namespaces labelled `gateway: public`. */
export function gateway(
  listener: Readonly<Record<string, unknown>> = {},
  fields: Readonly<Record<string, unknown>> = {},
) {
  const allowedRoutes = {
    namespaces: { from: 'Selector', selector: { matchLabels: { gateway: 'public' } } },
  };
  const listeners = [
    { name: 'http', port: 8000, protocol: 'HTTP', hostname: '*.example.com', allowedRoutes },
    {
      name: 'https',
      port: 8443,
      protocol: 'HTTPS',
      hostname: '*.example.com',
      allowedRoutes,
      tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'public-tls' }] },
      ...listener,
    },
  ];
  const spec = { gatewayClassName: 'traefik', listeners, ...fields };
  return object('gateway.networking.k8s.io/v1', 'Gateway', 'public', { spec }, 'gateway');
}

/** The HTTPRoute of a Deployment at `<name>.example.com`, below the listener `https` of {@link gateway}. */
export function httpRoute(
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  rule: Readonly<Record<string, unknown>> = {},
  inNamespace = NAMESPACE,
) {
  const spec = {
    parentRefs: [
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        name: 'public',
        namespace: 'gateway',
        sectionName: 'https',
      },
    ],
    hostnames: [`${name}.example.com`],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ group: '', kind: 'Service', name, port: 3000, weight: 1 }],
        ...rule,
      },
    ],
    ...fields,
  };
  return object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { spec }, inNamespace);
}

/** A Namespace whose routes {@link gateway} lets in. */
export const OPEN_NAMESPACE = namespace(NAMESPACE, { gateway: 'public' });
