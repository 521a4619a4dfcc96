import type { KubernetesObject, Manifest } from '../synth/manifest';
import { FaultsError } from '../values/fault';
import { isObject } from '../values/object';
import { show } from '../values/schema';

/** Products whose state is kept, by the variable with which a pod is told where each is. */
const PRODUCTS = { VAULT_URL: 'vault', KEYCLOAK_URL: 'keycloak' } as const;

export type Product = (typeof PRODUCTS)[keyof typeof PRODUCTS];

/** A reconciler as an environment renders it: the very program and state that its pods get. */
export interface RenderedReconciler {
  readonly product: Product;
  /** Text of the program. */
  readonly program: string;
  /** Desired state, JSON. */
  readonly state: string;
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
  const variables = items(at(items(at(pod, 'containers'))[0], 'env')).map((one) => at(one, 'name'));
  for (const [variable, product] of Object.entries(PRODUCTS)) {
    if (!variables.includes(variable)) continue;
    const program = textOf(pod, 'program', objects);
    const state = textOf(pod, 'state', objects);
    if (program !== undefined && state !== undefined) yield { product, program, state };
  }
}

/** The one text of the ConfigMap that a volume of the pod holds. */
function textOf(pod: unknown, volume: string, objects: readonly KubernetesObject[]): string | undefined {
  const found = items(at(pod, 'volumes')).find((one) => at(one, 'name') === volume);
  const name = at(found, 'configMap', 'name');
  const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  const data = at(map, 'data');
  const text = isObject(data) ? Object.values(data)[0] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((parent, key) => (isObject(parent) ? parent[key] : undefined), value);
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
