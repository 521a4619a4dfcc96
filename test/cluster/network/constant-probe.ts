import { text } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import { applyObjects, type Cluster, kubectl, proofNamespace } from '../cluster';
import { distObjects } from '../ground';
import { standInImage } from '../images/stand-ins';
import { endContainer } from '../pods/end';
import { CONTAINER, standInPod } from '../pods/stand-in-pod';
import { until } from '../session/until';

/** What became of the requests to one URL, each over a connection of its own. */
export interface ProbeResult {
  readonly url: string;
  /** Requests, the failed ones among them. */
  readonly sent: number;
  /** Requests that were not answered with 200 within 10 s. */
  readonly failed: number;
  /** Longest that a good answer took. */
  readonly slowestMs: number;
  /** Longest time without a good answer. */
  readonly longestGapMs: number;
  /** The first 20 that failed, each with the time at which it was sent. */
  readonly failures: readonly { readonly at: string; readonly error: string }[];
}

/** What differs from one set of probes to another. */
export interface ProbeOptions {
  /** Time between two requests to one URL, as Go writes it. @default '100ms' */
  readonly every?: string;
  /** The worker that the client must run on. @default what the scheduler chooses */
  readonly node?: string;
}

const POD = 'client';

/** Marks the policies that admit the client, with its namespace as the value. */
const ADMITS = 'data-frost.test/admits-probes-of';

/**
 * Sends requests to each URL at a constant rate from a pod, by kube-proxy, until it is stopped; resolves when each URL
 * has answered once and counting has begun. Names are looked up once, before: what becomes of the cluster's DNS server
 * meanwhile says nothing about the Service.
 *
 * No pod of `dist/` may be a client of every Service, so this one has a namespace of its own, without policies, and a
 * policy beside each Service admits it. `stop` removes all that; call `removeProbes` after a test that may not reach it.
 *
 * @param namespace made here; must not exist
 * @param urls each names a Service as `name.namespace.svc`
 * @returns stops the probes and returns what became of them, in the order of `urls`
 * @throws Error when a URL does not answer within a minute
 */
export async function startProbes(
  cluster: Cluster,
  namespace: string,
  urls: readonly string[],
  { every = '100ms', node }: ProbeOptions = {},
): Promise<() => Promise<readonly ProbeResult[]>> {
  const image = standInImage(distObjects);
  const args = ['probe', every, ...(await Promise.all(urls.map((url) => byAddress(cluster, url))))];
  const client = standInPod({ namespace, name: POD, image, args, ...(node !== undefined && { node }) });
  const admissions = targetsOf(urls).map((target) => admission(target, namespace));
  await applyObjects(cluster, [proofNamespace(namespace)]);
  await applyObjects(cluster, [...admissions, client]);
  await until(`${urls.join(', ')} answer ${namespace}/${POD}`, async () => {
    const lines = await linesOf(cluster, namespace);
    return lines.includes('probing') || lines.slice(-3).join('; ');
  });
  return async () => {
    const results = (await resultsOf(cluster, namespace)).map((result, index) => ({
      ...result,
      url: urls[index] ?? result.url,
    }));
    await removeProbes(cluster, namespace);
    return results;
  };
}

/** Removes the client and what admits it, if they are there. */
export async function removeProbes(cluster: Cluster, namespace: string): Promise<void> {
  const selector = `--selector=${ADMITS}=${namespace}`;
  await kubectl(cluster, ['delete', 'networkpolicy', '--all-namespaces', selector]);
  await kubectl(cluster, ['delete', 'namespace', namespace, '--ignore-not-found']);
}

async function resultsOf(cluster: Cluster, namespace: string): Promise<readonly ProbeResult[]> {
  await endContainer(cluster, namespace, POD, CONTAINER);
  let results: readonly ProbeResult[] = [];
  await until(`${namespace}/${POD} tells its results`, async () => {
    const lines = await linesOf(cluster, namespace);
    const line = lines.find((found) => found.startsWith('[{'));
    if (line === undefined) return lines.at(-1);
    results = JSON.parse(line);
    return true;
  });
  return results;
}

/** What the client said up to now; a pod that has not started yet has no log. */
async function linesOf(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const log = await kubectl(cluster, ['logs', `--namespace=${namespace}`, POD]).catch(String);
  return log.trimEnd().split('\n');
}

/** The URL with the address of the Service in the place of its name. */
async function byAddress({ client }: Cluster, url: string): Promise<string> {
  const [name, namespace] = new URL(url).hostname.split('.');
  const { body } = await client.send({ path: `/api/v1/namespaces/${namespace}/services/${name}` });
  const address = text(body, 'spec.clusterIP');
  if (address === undefined) throw new Error(`${url}: there must be a Service ${namespace}/${name}`);
  const result = new URL(url);
  result.hostname = address;
  return result.href;
}

function targetsOf(urls: readonly string[]): readonly string[] {
  const namespaces = urls.map((url) => {
    const [, namespace, marker] = new URL(url).hostname.split('.');
    if (namespace === undefined || marker !== 'svc') {
      throw new Error(`the host of ${url} must be name.namespace.svc, or nothing can admit the client there`);
    }
    return namespace;
  });
  return [...new Set(namespaces)];
}

/** Every namespace of `dist/` denies by default, so this opens one way and closes none. */
function admission(namespace: string, source: string): KubernetesObject {
  const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': source } } }];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `admit-${source}`, namespace, labels: { [ADMITS]: source } },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from }] },
  } as KubernetesObject;
}
