import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { describingLabels, selectorLabels } from '../labels';
import { secretMounts, secretVolumes } from '../pod/secret-files';
import { podTemplate } from '../pod/template';
import { BENTO_PORT, type ModelServiceSettings } from './props';

/** Name of the container, by which vertical scaling finds it. */
export const CONTAINER = 'bento';

/** Name of the port in the pod, the Service and the monitor. */
export const PORT_NAME = 'http';

/**
 * How long a pod goes on serving once it is being stopped, in seconds: the gateway takes up to 2 s to hear of it, and
 * without the wait its last requests got 502.
 */
const DRAIN_SECONDS = 10;

/** Time to end after the last request, in seconds. */
const EXIT_SECONDS = 5;

const STARTUP_PERIOD_SECONDS = 5;

/** The model's pods; without `replicas` wherever a scaler owns that field. */
export function deploymentOf(namespace: string, settings: ModelServiceSettings): IDeployment {
  const selector = selectorLabels(namespace, settings.name);
  const { scaling } = settings;
  const labels = { ...selector, ...describingLabels('model', settings.image) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: settings.name, namespace, labels },
    spec: {
      ...(scaling.kind === 'fixed' ? { replicas: scaling.replicas } : {}),
      revisionHistoryLimit: 3,
      progressDeadlineSeconds: settings.loadTimeoutSeconds + 300,
      selector: { matchLabels: { ...selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: podTemplate({
        life: 'serve',
        selector,
        labels: describingLabels('model', settings.image),
        serviceAccountName: settings.name,
        priorityClassName: settings.priorityClassName,
        imagePullSecret: settings.imagePullSecret,
        terminationGracePeriodSeconds: DRAIN_SECONDS + settings.requestTimeoutSeconds + EXIT_SECONDS,
        volumes: secretVolumes(settings.secrets),
        container: containerOf(settings),
      }),
    },
  };
}

function containerOf(settings: ModelServiceSettings): Parameters<typeof podTemplate>[0]['container'] {
  return {
    name: CONTAINER,
    image: settings.image,
    ports: [{ name: PORT_NAME, containerPort: BENTO_PORT, protocol: 'TCP' }],
    env: {
      BENTOML_DO_NOT_TRACK: 'True',
      BENTOML_HOME: '/tmp/bentoml',
      BENTOML_PORT: String(BENTO_PORT),
      BENTOML_TIMEOUT: String(settings.requestTimeoutSeconds),
      HOME: '/tmp',
      ...Object.fromEntries(settings.urls.map(({ variable, url }) => [variable, url])),
    },
    resources: settings.resources,
    volumeMounts: secretMounts(settings.secrets),
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    ...probesOf(settings),
  };
}

/**
 * Workers that die inside the container are not restarted there (BentoML#5270), hence a liveness probe; it waits until
 * the startup probe has seen the model loaded.
 */
function probesOf({ loadTimeoutSeconds }: ModelServiceSettings) {
  const get = (path: string) => ({ httpGet: { path, port: PORT_NAME } });
  return {
    startupProbe: {
      ...get('/readyz'),
      periodSeconds: STARTUP_PERIOD_SECONDS,
      timeoutSeconds: 3,
      failureThreshold: Math.ceil(loadTimeoutSeconds / STARTUP_PERIOD_SECONDS),
    },
    readinessProbe: { ...get('/readyz'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
    livenessProbe: { ...get('/livez'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  };
}
