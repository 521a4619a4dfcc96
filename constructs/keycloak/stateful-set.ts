import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { describingLabels, selectorLabels } from '../labels';
import { type ContainerSettings, podTemplate } from '../pod/template';
import { BUILD_OPTIONS, heapOf, runtimeOptionsOf, SECRET_FILES, SECRETS_FOLDER, SHUTDOWN } from './options';
import {
  BOOTSTRAP_FILE,
  BOOTSTRAP_SECRET,
  HTTP_PORT,
  INTERNAL_SERVICE,
  KEYCLOAK,
  type KeycloakSettings,
  MANAGEMENT_PORT,
  PEER_PORTS,
} from './props';

/** Names of the ports in the pods, the Services and the monitor. */
export const PORTS = {
  http: 'http',
  management: 'management',
  jgroups: 'jgroups',
  failureDetection: 'jgroups-fd',
} as const;

/** How long a pod goes on serving once it is being stopped, in seconds: the gateway takes up to 2 s to hear of it. */
const DRAIN_SECONDS = 10;

/** Time to end after the last request, in seconds. */
const EXIT_SECONDS = 9;

/** Where the distribution keeps what `kc.sh build` makes. */
const BUILT = '/opt/keycloak/lib/quarkus';

/** The servers, replaced one at a time. All start at once: they find each other in the database. */
export function statefulSetOf(namespace: string, settings: KeycloakSettings): IStatefulSet {
  const selector = selectorLabels(namespace, KEYCLOAK);
  const labels = describingLabels('keycloak', settings.image);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: KEYCLOAK, namespace, labels: { ...selector, ...labels } },
    spec: {
      serviceName: INTERNAL_SERVICE,
      replicas: settings.replicas,
      revisionHistoryLimit: 3,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: { ...selector } },
      template: podTemplate({
        life: 'serve-in-turn',
        selector,
        labels,
        serviceAccountName: KEYCLOAK,
        priorityClassName: settings.priorityClassName,
        imagePullSecret: settings.imagePullSecret,
        terminationGracePeriodSeconds:
          DRAIN_SECONDS + SHUTDOWN.delaySeconds + SHUTDOWN.timeoutSeconds + EXIT_SECONDS,
        initContainers: settings.optimizedImage ? [] : buildersOf(settings),
        container: serverOf(settings),
        volumes: volumesOf(settings),
      }),
    },
  };
}

/**
 * The official image is built for no database. One container fills an empty volume with what the image has, the next one
 * has it mounted in its place and builds there; `build` alone would find an empty folder (keycloak#44632).
 */
function buildersOf(settings: KeycloakSettings): readonly ContainerSettings[] {
  const { image, resources } = settings;
  const common = { image, resources };
  return [
    {
      ...common,
      name: 'copy',
      command: ['/bin/cp', '-R', `${BUILT}/.`, '/built'],
      env: {},
      volumeMounts: [{ name: 'built', mountPath: '/built' }],
    },
    {
      ...common,
      name: 'build',
      command: ['/opt/keycloak/bin/kc.sh', 'build'],
      env: { ...BUILD_OPTIONS, JAVA_OPTS_KC_HEAP: heapOf(settings) },
      volumeMounts: [DATA_MOUNT, { name: 'built', mountPath: BUILT }],
    },
  ];
}

function serverOf(settings: KeycloakSettings): ContainerSettings {
  const port = (name: string, containerPort: number) => ({ name, containerPort, protocol: 'TCP' as const });
  return {
    name: 'keycloak',
    image: settings.image,
    command: ['/opt/keycloak/bin/kc.sh', 'start', '--optimized'],
    ports: [
      port(PORTS.http, HTTP_PORT),
      port(PORTS.management, MANAGEMENT_PORT),
      port(PORTS.jgroups, PEER_PORTS.jgroups),
      port(PORTS.failureDetection, PEER_PORTS.failureDetection),
    ],
    env: { ...BUILD_OPTIONS, ...runtimeOptionsOf(settings) },
    resources: settings.resources,
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    ...probes(),
    volumeMounts: [
      DATA_MOUNT,
      { name: 'secrets', mountPath: SECRETS_FOLDER, readOnly: true },
      ...(settings.optimizedImage ? [] : [{ name: 'built', mountPath: BUILT, readOnly: true }]),
    ],
  };
}

/**
 * Readiness asks the database, too, and answers 503 within 2 s while it is away: with the usual patience both servers
 * would leave the Service at once, and with them what they serve from memory. A fail-over takes 15 to 25 s, so a minute
 * goes by before a server is taken out. A first start makes the tables, which took half a minute.
 */
function probes(): Pick<ContainerSettings, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const get = (path: string) => ({ httpGet: { path, port: PORTS.management, scheme: 'HTTP' as const } });
  return {
    startupProbe: { ...get('/health/started'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 120 },
    readinessProbe: { ...get('/health/ready'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 12 },
    livenessProbe: { ...get('/health/live'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}

const DATA_MOUNT: IVolumeMount = { name: 'data', mountPath: '/opt/keycloak/data' };

function volumesOf({ database, optimizedImage }: KeycloakSettings): readonly IVolume[] {
  const file = (secret: string, key: string, path: string) => ({
    secret: { name: secret, items: [{ key, path }] },
  });
  return [
    { name: 'data', emptyDir: { sizeLimit: '256Mi' } },
    ...(optimizedImage ? [] : [{ name: 'built', emptyDir: { sizeLimit: '64Mi' } }]),
    {
      name: 'secrets',
      projected: {
        defaultMode: 0o440,
        sources: [
          file(database.userSecret, 'pgpass', SECRET_FILES.pgpass),
          file(database.caSecret, 'ca.crt', SECRET_FILES.authority),
          file(BOOTSTRAP_SECRET, BOOTSTRAP_FILE, SECRET_FILES.configuration),
        ],
      },
    },
  ];
}
