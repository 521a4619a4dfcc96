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

/** Label that Kubernetes itself sets on every namespace, so no one can claim another's name. */
export const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
