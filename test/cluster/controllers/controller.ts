import { isMapping, type mapping, mappings } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import type { Image } from '../images/layout';

/** A controller of the platform, the real one, as a cluster has it before the first sync. */
export interface Controller {
  /** What it runs from. */
  readonly images: readonly Image[];
  /** What is applied. */
  readonly objects: readonly KubernetesObject[];
}

type Container = ReturnType<typeof mapping>;

/** The objects, with every container of their pod templates as `change` returns it. */
export function changeContainers(
  objects: readonly KubernetesObject[],
  change: (container: Container) => object,
): readonly KubernetesObject[] {
  return objects.map((object) => {
    const { spec } = object;
    const template = isMapping(spec) ? spec['template'] : undefined;
    if (!isMapping(spec) || !isMapping(template) || !isMapping(template['spec'])) return object;
    const containers = mappings(template, 'spec.containers').map(change);
    return {
      ...object,
      spec: { ...spec, template: { ...template, spec: { ...template['spec'], containers } } },
    };
  });
}
