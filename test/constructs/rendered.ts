import { App, type Chart } from 'cdk8s';
import { newChart } from '../../charts/build';
import type { KubernetesObject } from '../../synth/manifest';
import { render } from '../../synth/render';
import { FaultsError } from '../../values/fault';
import { isObject } from '../../values/object';

/** Namespace of the charts that are rendered here. */
export const NAMESPACE = 'production-model-serving';

/** Adds constructs to a chart. */
export type Build = (chart: Chart) => void;

/** What a chart came to. */
export class Rendered {
  constructor(readonly objects: readonly KubernetesObject[]) {}

  /** `Kind/name` of every object, in order of the alphabet. */
  get names(): string[] {
    return this.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();
  }

  /** Kind of every object, in order of the alphabet; a kind as often as it was rendered. */
  get kinds(): string[] {
    return this.objects.map(({ kind }) => kind).sort();
  }

  /** The only object that is called `Kind`, or `Kind/name` where several have the kind. */
  one(reference: string): KubernetesObject {
    const found = this.objects.filter(({ kind, metadata }) =>
      [kind, `${kind}/${metadata.name}`].includes(reference),
    );
    const [object, ...others] = found;
    if (object === undefined || others.length > 0) {
      throw new Error(`there must be one ${reference}, got ${found.length} of ${this.names.join(', ')}`);
    }
    return object;
  }
}

/** What the constructs come to, in a chart of this namespace, or of none. */
export function rendered(build: Build, namespace: string | null = NAMESPACE): Rendered {
  const chart = newChart(new App(), 'production', 'model-serving', namespace ?? undefined);
  build(chart);
  return new Rendered(
    render([{ tree: 'production', application: 'model-serving', chart }]).map(({ object }) => object),
  );
}

/** All that is wrong with what a person wrote: `<path of the construct>: <message>`, one a fault. */
export function faultsOf(build: Build): readonly string[] {
  try {
    rendered(build);
  } catch (error) {
    if (error instanceof FaultsError) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** The value at a path: keys with a dot between them, or a list where a key has one itself. */
export function at(value: unknown, path: string | readonly string[]): unknown {
  const keys = typeof path === 'string' ? path.split('.') : path;
  return keys.reduce<unknown>((parent, key) => (isObject(parent) ? parent[key] : undefined), value);
}
