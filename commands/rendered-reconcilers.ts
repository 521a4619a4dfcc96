import type { KubernetesObject, Manifest } from '../synth/manifest';
import { FaultsError } from '../values/fault';
import { isObject } from '../values/object';
import { show } from '../values/schema';

/** Products whose state is kept, by the variable with which a pod is told where each is. */
const PRODUCTS = { VAULT_URL: 'vault', KEYCLOAK_URL: 'keycloak' } as const;

export type Product = (typeof PRODUCTS)[keyof typeof PRODUCTS];

/** A volume of the pod beside its program and its state, which the cluster fills. */
export type Mount = { readonly path: string } & (
  | { readonly kind: 'configMap' | 'secret'; readonly name: string; readonly optional: boolean }
  | { readonly kind: 'token'; readonly file: string; readonly audience?: string }
);

/** A reconciler as an environment renders it: the very program and state that its pods get, and what else they have. */
export interface RenderedReconciler {
  readonly product: Product;
  readonly namespace: string;
  /** Its ServiceAccount. */
  readonly account: string;
  /** Text of the program. */
  readonly program: string;
  /** Desired state, JSON. */
  readonly state: string;
  /** Variables of its container. */
  readonly variables: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
}

/** The reconcilers of an environment. @throws FaultsError when it has none of that name */
export function reconcilersOf(
  manifests: readonly Manifest[],
  environment: string,
  product: string | undefined,
): readonly RenderedReconciler[] {
  const objects = manifests.filter(({ tree }) => tree === environment).map(({ object }) => object);
  const found = objects.flatMap((object) => [...readReconciler(object, objects)]);
  const wanted = found.filter((one) => product === undefined || one.product === product);
  if (wanted.length > 0) return wanted;
  const names = found.map((one) => one.product).join(', ');
  const message =
    found.length > 0
      ? `must be one of ${names}, got ${show(product)}`
      : `must name an environment with a vault or a Keycloak, got ${show(environment)}`;
  throw new FaultsError([{ path: found.length > 0 ? '--product' : '--plan', message }]);
}

function* readReconciler(
  cronJob: KubernetesObject,
  objects: readonly KubernetesObject[],
): Generator<RenderedReconciler> {
  // A product may have several hooks, and one run on schedule.
  if (cronJob.kind !== 'CronJob') return;
  const pod = at(cronJob, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
  const [container] = items(at(pod, 'containers'));
  const variables = variablesOf(container);
  for (const [variable, product] of Object.entries(PRODUCTS)) {
    if (!Object.hasOwn(variables, variable)) continue;
    const program = textOf(pod, 'program', objects);
    const state = textOf(pod, 'state', objects);
    if (program === undefined || state === undefined) continue;
    yield {
      product,
      namespace: cronJob.metadata.namespace ?? '',
      account: String(at(pod, 'serviceAccountName')),
      program,
      state,
      variables,
      mounts: items(at(container, 'volumeMounts'))
        .filter((mount) => at(mount, 'mountPath') !== API_CREDENTIAL)
        .flatMap((mount) => [...mountOf(mount, pod)]),
    };
  }
}

function variablesOf(container: unknown): Readonly<Record<string, string>> {
  const all = items(at(container, 'env')).map((one) => [String(at(one, 'name')), String(at(one, 'value'))]);
  return Object.fromEntries(all);
}

/**
 * Where a pod's own way to the API server is: a person has another.
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
const API_CREDENTIAL = '/var/run/secrets/kubernetes.io/serviceaccount';

function* mountOf(mount: unknown, pod: unknown): Generator<Mount> {
  const path = String(at(mount, 'mountPath'));
  const volume = volumeOf(pod, String(at(mount, 'name')));
  const optional = (kind: string) => at(volume, kind, 'optional') === true;
  const secret = at(volume, 'secret', 'secretName');
  const map = at(volume, 'configMap', 'name');
  const isOwn = ['program', 'state'].includes(String(at(mount, 'name')));
  if (typeof secret === 'string') yield { path, kind: 'secret', name: secret, optional: optional('secret') };
  if (typeof map === 'string' && !isOwn)
    yield { path, kind: 'configMap', name: map, optional: optional('configMap') };
  for (const source of items(at(volume, 'projected', 'sources'))) {
    const file = at(source, 'serviceAccountToken', 'path');
    const audience = at(source, 'serviceAccountToken', 'audience');
    if (typeof file !== 'string') continue;
    yield { path, kind: 'token', file, ...(typeof audience === 'string' && { audience }) };
  }
}

/** The one text of the ConfigMap that a volume of the pod holds. */
function textOf(pod: unknown, volume: string, objects: readonly KubernetesObject[]): string | undefined {
  const name = at(volumeOf(pod, volume), 'configMap', 'name');
  const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  const data = at(map, 'data');
  const text = isObject(data) ? Object.values(data)[0] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function volumeOf(pod: unknown, name: string): unknown {
  return items(at(pod, 'volumes')).find((one) => at(one, 'name') === name);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((parent, key) => (isObject(parent) ? parent[key] : undefined), value);
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
