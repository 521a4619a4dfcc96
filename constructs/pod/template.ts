import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { SelectorLabels } from '../labels';
import type { Resources } from './props';

/**
 * User and group of every pod: above the system's range, so no process of ours shares an id with one of the host.
 * Files of an image must be readable by everybody, as a Bento's are.
 */
const UNPRIVILEGED_ID = 10_001;

/**
 * How long a pod that serves stays with a worker that is lost, in seconds, once the worker is known to be: a worker that
 * only starts anew is back by then. The API server's own default is 300.
 */
const LOST_WORKER_SECONDS = 30;

/** What differs between the pods of two workloads; security, spread and disk follow from it. */
export interface PodSettings {
  readonly selector: SelectorLabels;
  /** Labels beside the selector's. */
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccountName: string;
  readonly priorityClassName: string;
  readonly imagePullSecret?: string | undefined;
  readonly container: ContainerSettings;
  /**
   * Containers that run one after another before it.
   * @default - none
   */
  readonly initContainers?: readonly ContainerSettings[];
  /** Time from the request to stop until the kill, in seconds. */
  readonly terminationGracePeriodSeconds: number;
  /** Volumes beside the empty one at /tmp. */
  readonly volumes?: readonly IVolume[];
  /**
   * `serve`: replicas kept apart and restarted, with one more while they are updated (Deployment); `serve-in-turn`: the same,
   * but each makes room for its successor (StatefulSet); `run-once`: one pod that ends.
   */
  readonly life: 'serve' | 'serve-in-turn' | 'run-once';
  /**
   * How replicas that serve are kept apart: `evenly` lets two share a worker while another takes no pods; `one-a-worker`
   * rather leaves one Pending, for those whose votes count.
   * @default 'evenly'
   */
  readonly spread?: 'evenly' | 'one-a-worker';
}

/** A field of the pod itself as the value of a variable: `metadata.name`. */
export interface FieldValue {
  readonly fieldPath: string;
}

export interface ContainerSettings
  extends Readonly<
    Pick<
      IContainer,
      | 'args'
      | 'command'
      | 'lifecycle'
      | 'livenessProbe'
      | 'ports'
      | 'readinessProbe'
      | 'startupProbe'
      | 'volumeMounts'
    >
  > {
  readonly name: string;
  readonly image: string;
  readonly env: Readonly<Record<string, string | FieldValue>>;
  readonly resources: Resources;
}

/**
 * The pod template of every workload: Pod Security `restricted` and beyond, spread over workers and physical hosts,
 * a root file system that cannot be written, a volume at /tmp that can.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function podTemplate(settings: PodSettings): IPodTemplateSpec {
  const { selector, labels, container, imagePullSecret, life, volumes = [], initContainers = [] } = settings;
  return {
    metadata: { labels: { ...selector, ...labels } },
    spec: {
      serviceAccountName: settings.serviceAccountName,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: settings.priorityClassName,
      terminationGracePeriodSeconds: settings.terminationGracePeriodSeconds,
      ...(imagePullSecret === undefined ? {} : { imagePullSecrets: [{ name: imagePullSecret }] }),
      ...(life === 'run-once'
        ? { restartPolicy: 'Never' as const }
        : { topologySpreadConstraints: spreadOf(settings), tolerations: tolerations() }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: UNPRIVILEGED_ID,
        runAsGroup: UNPRIVILEGED_ID,
        fsGroup: UNPRIVILEGED_ID,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(initContainers.length === 0 ? {} : { initContainers: initContainers.map(containerOf) }),
      containers: [containerOf(container)],
      volumes: [
        { name: 'tmp', emptyDir: { sizeLimit: container.resources.requests.ephemeralStorage } },
        ...volumes,
      ],
    },
  };
}

function containerOf({ env, resources, volumeMounts = [], ...settings }: ContainerSettings): IContainer {
  return {
    ...settings,
    env: Object.entries(env).map(([name, value]) =>
      typeof value === 'string' ? { name, value } : { name, valueFrom: { fieldRef: { ...value } } },
    ),
    resources: resourcesOf(resources),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...volumeMounts],
  };
}

function resourcesOf({ requests, limits }: Resources): NonNullable<IContainer['resources']> {
  return {
    requests: { cpu: requests.cpu, memory: requests.memory, 'ephemeral-storage': requests.ephemeralStorage },
    limits: {
      ...(limits.cpu === undefined ? {} : { cpu: limits.cpu }),
      memory: limits.memory,
      'ephemeral-storage': limits.ephemeralStorage,
    },
  };
}

/**
 * A job keeps the API server's default: what it had done is lost with its pod.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
 */
function tolerations(): NonNullable<NonNullable<IPodTemplateSpec['spec']>['tolerations']> {
  return ['not-ready', 'unreachable'].map((state) => ({
    key: `node.kubernetes.io/${state}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: LOST_WORKER_SECONDS,
  }));
}

type Constraints = NonNullable<NonNullable<IPodTemplateSpec['spec']>['topologySpreadConstraints']>;

/**
 * One replica a worker before any gets a second. Evenly: workers that take no pods (drained, lost) do not count, so a drain
 * leaves no pod Pending. One a worker: they do count, so the pod of a drained worker waits for it. Where an update has a
 * surge, each revision is spread for itself: the old pods are about to leave. One that goes in turn has none, so old and new
 * count together and are apart at every step; nor have its pods the label. Physical hosts are preferred only: today all
 * workers may stand on one.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 * @see https://www.kubernetes.dev/resources/keps/3243/
 */
function spreadOf({ selector, life, spread = 'evenly' }: PodSettings): Constraints {
  const evenly = spread === 'evenly';
  const common = {
    maxSkew: 1,
    labelSelector: { matchLabels: { ...selector } },
    ...(evenly && life === 'serve' ? { matchLabelKeys: ['pod-template-hash'] } : {}),
  };
  return [
    {
      ...common,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeTaintsPolicy: evenly ? 'Honor' : 'Ignore',
    },
    { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
}
