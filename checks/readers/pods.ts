import { groupOf, type Manifest } from '../../synth/manifest';
import { labelsWantedBy } from './labels';
import { once } from './once';
import { type Fields, mapping, mappings, strings } from './read';
import { selects } from './selectors';

/** The pods that one workload makes, whatever its kind. */
export interface Pods {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Labels of the template and those that the workload's own selector wants, where that misses the template. Other
   * objects find the pods by either: that the two differ is one fault, of the workload.
   */
  readonly wantedLabels: Readonly<Record<string, string>> | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  /** The PodSpec. */
  readonly spec: Fields;
  /** Whether the pods serve until they are replaced; false for those that run to completion. */
  readonly serves: boolean;
}

/** Where each kind keeps its pod template: group/kind → path of the template and whether its pods serve. */
const TEMPLATES: ReadonlyMap<string, { readonly path: string; readonly serves: boolean }> = new Map([
  ['apps/Deployment', { path: 'spec.template', serves: true }],
  ['apps/StatefulSet', { path: 'spec.template', serves: true }],
  ['apps/DaemonSet', { path: 'spec.template', serves: true }],
  ['apps/ReplicaSet', { path: 'spec.template', serves: true }],
  ['batch/Job', { path: 'spec.template', serves: false }],
  ['batch/CronJob', { path: 'spec.jobTemplate.spec.template', serves: false }],
  ['/Pod', { path: '', serves: true }],
  ['/ReplicationController', { path: 'spec.template', serves: true }],
]);

/** The workload's pods, or nothing where the kind has no pod template. */
export const podsOf = once((manifest: Manifest): readonly Pods[] => {
  const { object } = manifest;
  const entry = TEMPLATES.get(`${groupOf(object)}/${object.kind}`);
  if (entry === undefined) return [];
  const template = mapping(object, entry.path);
  const labels = strings(template, 'metadata.labels');
  const selector = mapping(object, 'spec.selector');
  return [
    {
      manifest,
      namespace: object.metadata.namespace ?? 'default',
      labels,
      wantedLabels: selects(selector, labels) ? undefined : { ...labels, ...labelsWantedBy(selector) },
      annotations: strings(template, 'metadata.annotations'),
      spec: mapping(template, 'spec'),
      serves: entry.serves,
    },
  ];
});

/** Containers of every sort, init containers and sidecars first. */
export const containersOf = once(({ spec }: Pods): readonly Fields[] => [
  ...mappings(spec, 'initContainers'),
  ...mappings(spec, 'containers'),
  ...mappings(spec, 'ephemeralContainers'),
]);

/** Containers that run as long as the pod does: sidecars (init containers that restart always) and main ones. */
export const runningContainersOf = once(({ spec }: Pods): readonly Fields[] => {
  const sidecars = mappings(spec, 'initContainers').filter(
    (container) => container['restartPolicy'] === 'Always',
  );
  return [...sidecars, ...mappings(spec, 'containers')];
});
