import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { applicationsOf } from './applications';
import { once } from './once';
import { isMapping, strings } from './read';
import { selects } from './selectors';

/** Label that Kubernetes itself sets on every namespace to its name. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The namespace that an object lands in; `default` where it names none. */
export function namespaceOf({ object }: Manifest): string {
  return object.metadata.namespace ?? 'default';
}

/** What is known of the namespaces of a cluster. */
export class Namespaces {
  /** Labels by name, of the rendered namespaces first and then of those that stand in the surroundings. */
  private readonly labels = new Map<string, Readonly<Record<string, string>>>();
  private readonly withPods: ReadonlySet<string>;
  private readonly shared: ReadonlySet<string>;

  constructor(world: World) {
    for (const { object } of world.ofKind('', 'Namespace')) {
      const { name } = object.metadata;
      this.labels.set(name, { ...strings(object, 'metadata.labels'), [NAME_LABEL]: name });
    }
    for (const name of world.surroundings.namespaces) {
      if (!this.labels.has(name)) this.labels.set(name, { [NAME_LABEL]: name });
    }
    this.withPods = new Set(world.pods.map(({ namespace }) => namespace));
    this.shared = new Set([
      ...world.surroundings.namespaces,
      ...applicationsOf(world)
        .filter(({ charts }) => charts.length > 0)
        .map(({ destination }) => destination.namespace),
    ]);
  }

  /** Names of all namespaces with their labels. */
  all(): Iterable<readonly [name: string, labels: Readonly<Record<string, string>>]> {
    return this.labels;
  }

  /** Whether a namespace is rendered or stands in the surroundings. */
  has(name: string): boolean {
    return this.labels.has(name);
  }

  /** Names of the namespaces that a selector matches; `own` alone where there is no selector. */
  selected(selector: unknown, own: string): readonly string[] {
    if (!isMapping(selector)) return [own];
    const name = strings(selector, 'matchLabels')[NAME_LABEL];
    const candidates = name === undefined ? [...this.labels.keys()] : this.labels.has(name) ? [name] : [];
    return candidates.filter((candidate) => selects(selector, this.labelsOf(candidate)));
  }

  /** Labels of a namespace; only its name where nobody renders it. */
  labelsOf(name: string): Readonly<Record<string, string>> {
    return this.labels.get(name) ?? { [NAME_LABEL]: name };
  }

  /**
   * Whether a namespace holds the pods that we render and no others: at least one pod template of ours, nobody else
   * made it, and no Application brings a chart there. Elsewhere nobody can say that a selector finds nothing.
   */
  knowsPodsOf(name: string): boolean {
    return this.withPods.has(name) && !this.shared.has(name);
  }
}

/** What is known of the namespaces of a world. */
export const namespacesOf = once((world: World) => new Namespaces(world));
