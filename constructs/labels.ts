import type { PinnedImage } from '../values/image';

/** Labels that find the pods of a workload: fixed for its life, since selectors are immutable. */
export type SelectorLabels = Readonly<
  Record<'app.kubernetes.io/name' | 'app.kubernetes.io/instance', string>
>;

/**
 * Labels by which policies, Services, budgets and spread find the pods of workload `name` in `namespace`.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function selectorLabels(namespace: string, name: string): SelectorLabels {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': namespace };
}

/**
 * Labels that tell a person what it is: the sort of workload, and the first twelve digits of its image's digest. They may
 * change, so no selector uses them.
 */
export function describingLabels(
  component: 'model' | 'job' | 'vault' | 'keycloak' | 'reconciler' | 'sign-in',
  image: PinnedImage,
): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/component': component, 'app.kubernetes.io/version': image.slice(-64, -52) };
}

/** Label that Kubernetes itself sets on every namespace, so no one can claim another's name. */
export const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
