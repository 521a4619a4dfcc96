import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { INTERNAL_CA_KEY } from '../internal-ca/props';
import { describingLabels, selectorLabels } from '../labels';
import type { Resources } from '../pod/props';
import { secretMounts, secretVolumes } from '../pod/secret-files';
import { type ContainerSettings, podTemplate } from '../pod/template';
import { CA_FOLDER, optionsOf, PATIENCE_SECONDS } from './options';
import { gatewayOf, type ModelGatewaySettings, PROBE_PATHS, PROXY_PORT } from './props';

/** Name of the port in the pod and in the Service. */
export const PORT_NAME = 'http';

/**
 * How long a pod goes on serving once it is being stopped, in seconds: the gateway takes up to 2 s to hear of it, and
 * without the wait its last requests got 502.
 */
const DRAIN_SECONDS = 10;

/** Time to end after the last request, in seconds. */
const EXIT_SECONDS = 5;

/** A proxy keeps no session and writes no file; idle it takes some 20 MiB. */
const RESOURCES: Resources = {
  requests: { cpu: '20m', memory: '32Mi', ephemeralStorage: '16Mi' },
  limits: { memory: '128Mi', ephemeralStorage: '64Mi' },
};

/** The proxies, of which an update takes none before its successor is ready. */
export function deploymentOf(namespace: string, settings: ModelGatewaySettings): IDeployment {
  const { image, model, priorityClassName, replicas, requestTimeoutSeconds } = settings;
  const name = gatewayOf(model);
  const selector = selectorLabels(namespace, name);
  const labels = describingLabels('sign-in', image);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { ...selector, ...labels } },
    spec: {
      replicas,
      revisionHistoryLimit: 3,
      progressDeadlineSeconds: 300,
      selector: { matchLabels: { ...selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: podTemplate({
        life: 'serve',
        selector,
        labels,
        serviceAccountName: name,
        priorityClassName,
        terminationGracePeriodSeconds:
          DRAIN_SECONDS + requestTimeoutSeconds + PATIENCE_SECONDS + EXIT_SECONDS,
        container: containerOf(settings),
        volumes: [...secretVolumes(secretsOf(settings)), ...authorityOf(settings)],
      }),
    },
  };
}

function containerOf(settings: ModelGatewaySettings): ContainerSettings {
  return {
    name: 'oauth2-proxy',
    image: settings.image,
    args: [...optionsOf(settings)],
    env: {},
    ports: [{ name: PORT_NAME, containerPort: PROXY_PORT, protocol: 'TCP' }],
    resources: RESOURCES,
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    ...probes(),
    volumeMounts: [
      ...secretMounts(secretsOf(settings)),
      ...authorityOf(settings).map(({ name }) => ({ name, mountPath: CA_FOLDER, readOnly: true })),
    ],
  };
}

/** Neither asks the issuer or the model: their absence is not mended by taking the proxy out. */
function probes(): Pick<ContainerSettings, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const get = (path: string) => ({ httpGet: { path, port: PORT_NAME } });
  return {
    startupProbe: { ...get(PROBE_PATHS.ready), periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 30 },
    readinessProbe: { ...get(PROBE_PATHS.ready), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
    livenessProbe: { ...get(PROBE_PATHS.live), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  };
}

function secretsOf({ clientSecret, cookieSecret }: ModelGatewaySettings) {
  return [clientSecret, cookieSecret].map(({ secret, key }) => ({ secret, keys: [key] }));
}

function authorityOf({ caConfigMap }: ModelGatewaySettings) {
  if (caConfigMap === undefined) return [];
  const items = [{ key: INTERNAL_CA_KEY, path: INTERNAL_CA_KEY }];
  return [{ name: 'ca', configMap: { name: caConfigMap, items } }];
}
