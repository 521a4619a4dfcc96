import type { World } from '../world';
import { once } from './once';
import type { Pods } from './pods';
import { list, mapping, mappings, strings, text } from './read';

/**
 * Whether a label selector matches labels: all of `matchLabels` and all of `matchExpressions`. An empty selector
 * matches everything; call it only where the field is set, because what a missing one means differs by field.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const equal = Object.entries(mapping(selector, 'matchLabels')).every(([key, value]) =>
    has(labels, key, [value]),
  );
  return equal && mappings(selector, 'matchExpressions').every((requirement) => meets(requirement, labels));
}

function meets(requirement: unknown, labels: Readonly<Record<string, string>>): boolean {
  const key = text(requirement, 'key') ?? '';
  switch (text(requirement, 'operator')) {
    case 'In':
      return has(labels, key, list(requirement, 'values'));
    case 'NotIn':
      return !has(labels, key, list(requirement, 'values'));
    case 'Exists':
      return Object.hasOwn(labels, key);
    case 'DoesNotExist':
      return !Object.hasOwn(labels, key);
    default:
      return false;
  }
}

function has(labels: Readonly<Record<string, string>>, key: string, values: readonly unknown[]): boolean {
  return Object.hasOwn(labels, key) && values.includes(labels[key]);
}

/** What a selector may find: something that lives in a namespace and carries labels. */
export interface Labelled {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that it should have and is found by, too. */
  readonly wantedLabels?: Readonly<Record<string, string>> | undefined;
}

/** Whether a selector finds something by the labels that it has or by those that it should have. */
export function finds(selector: unknown, { labels, wantedLabels }: Labelled): boolean {
  return selects(selector, labels) || (wantedLabels !== undefined && selects(selector, wantedLabels));
}

/** Things by namespace and label, so that a selector looks at those that carry one of its labels and at no others. */
export class LabelIndex<Item extends Labelled> {
  private readonly byNamespace = new Map<string, Item[]>();
  private readonly byLabel = new Map<string, Item[]>();

  constructor(items: Iterable<Item>) {
    for (const item of items) {
      push(this.byNamespace, item.namespace, item);
      for (const label of labelKeysOf(item)) push(this.byLabel, label, item);
    }
  }

  /** The items of a namespace that the selector matches. */
  selected(namespace: string, selector: unknown): readonly Item[] {
    return this.candidates(namespace, selector).filter((item) => finds(selector, item));
  }

  private candidates(namespace: string, selector: unknown): readonly Item[] {
    return Object.entries(strings(selector, 'matchLabels'))
      .map(([key, value]) => this.byLabel.get(labelKey(namespace, key, value)) ?? [])
      .reduce(
        (fewest, next) => (next.length < fewest.length ? next : fewest),
        this.byNamespace.get(namespace) ?? [],
      );
  }
}

/** Pod templates by namespace and label. */
export class PodIndex extends LabelIndex<Pods> {}

/** All pod templates of a world by namespace and label. */
export const podIndexOf = once((world: World) => new PodIndex(world.pods));

function labelKeysOf({ namespace, labels, wantedLabels }: Labelled): Iterable<string> {
  const keysOf = (from: Readonly<Record<string, string>>) =>
    Object.entries(from).map(([key, value]) => labelKey(namespace, key, value));
  return wantedLabels === undefined ? keysOf(labels) : new Set([...keysOf(labels), ...keysOf(wantedLabels)]);
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

/** Adds a value to the list of a key. */
export function push<Value>(index: Map<string, Value[]>, key: string, value: Value): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, [value]);
  else found.push(value);
}
