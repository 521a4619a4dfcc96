import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject, Manifest } from './manifest';

/** A chart and the folder of `dist/` that it fills. */
export interface Rendering {
  readonly tree: string;
  readonly application: string;
  /** File below `dist/` that holds the whole chart; by default each object has one of its own. */
  readonly file?: string;
  readonly chart: Chart;
}

/**
 * The manifests of all charts in one pass. (`chart.toJson()` resolves and validates the whole app again for each
 * chart, which grows with the square of the charts.)
 *
 * @throws Error when a construct finds itself invalid
 */
export function render(renderings: readonly Rendering[]): readonly Manifest[] {
  return renderings.flatMap(({ chart, ...place }) => {
    const constructs = chart.node.findAll();
    demandValid(constructs);
    return constructs
      .filter(
        (construct): construct is ApiObject =>
          ApiObject.isApiObject(construct) && Chart.of(construct) === chart,
      )
      .map((construct) => ({ ...place, object: objectOf(construct) }));
  });
}

function demandValid(constructs: readonly Construct[]): void {
  const errors = constructs.flatMap((construct) =>
    construct.node.validate().map((error) => `${construct.node.path}: ${error}`),
  );
  if (errors.length > 0) throw new Error(errors.join('\n'));
}

function objectOf(construct: ApiObject): KubernetesObject {
  return construct.toJson();
}
