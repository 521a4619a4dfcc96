import { mapping, mappings, text } from '../../../checks/readers/read';

/** Changes each container of a workload in place. */
export function editContainers(
  workload: Record<string, unknown>,
  edit: (container: Readonly<Record<string, unknown>>) => object,
): void {
  const spec = mapping(workload, 'spec');
  const template = mapping(spec, 'template');
  const pod = mapping(template, 'spec');
  const containers = mappings(pod, 'containers').map(edit);
  workload['spec'] = { ...spec, template: { ...template, spec: { ...pod, containers } } };
}

/** The container with an image of a digest that is nowhere. */
export function withMissingImage(container: Readonly<Record<string, unknown>>): object {
  return { ...container, image: `${text(container, 'image')?.slice(0, -8)}00000000` };
}

/** The container with a field that its schema has, and a value that the API server refuses. */
export function withRefusedField(container: Readonly<Record<string, unknown>>): object {
  return { ...container, imagePullPolicy: 'Sometimes' };
}
