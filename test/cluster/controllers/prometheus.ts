import { stringify } from 'yaml';
import { prometheus as pods } from '../../../environments/operators';
import type { KubernetesObject } from '../../../synth/manifest';
import { versionOf } from '../../control-plane/go-part';
import { PARTS } from '../build/parts';
import { type Programs, program } from '../build/programs';
import type { Controller } from './controller';
import { scrapeConfigurations } from './scrape';

/** The Service of the operator, which `dist/` names. */
const SERVICE = new URL(pods.url);

const NAME = 'prometheus';
const ROLE = 'prometheus-discovery';
const CONFIGURATION = { folder: '/etc/prometheus', file: 'prometheus.yml' } as const;

/**
 * Prometheus with what its operator would make of the ServiceMonitors of `dist/`: the operator itself does not build
 * from Go modules.
 */
export function prometheus(objects: readonly KubernetesObject[], programs: Programs): Controller {
  const { namespace, labels } = pods;
  const metadata = { name: NAME, namespace };
  const service = { name: SERVICE.hostname.split('.')[0] ?? '', namespace };
  const configuration = stringify({ scrape_configs: scrapeConfigurations(objects) });
  const image = `quay.io/prometheus/prometheus:${versionOf(PARTS.prometheus)}`;
  const files = { prometheus: program(programs, 'prometheus', 'prometheus') };
  const port = { name: 'web', port: Number(SERVICE.port) };
  return {
    images: [{ references: [image], files, entrypoint: ['/prometheus'] }],
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      ...accountObjects(metadata),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [CONFIGURATION.file]: configuration } },
      { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: statefulSetSpec(service.name, image) },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: service,
        spec: { clusterIP: 'None', selector: labels, ports: [port] },
      },
    ],
  };
}

function accountObjects(metadata: { readonly name: string; readonly namespace: string }): KubernetesObject[] {
  const verbs = ['get', 'list', 'watch'];
  const rules = [
    { verbs, apiGroups: [''], resources: ['services', 'pods'] },
    { verbs, apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] },
  ];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ROLE };
  const subjects = [{ kind: 'ServiceAccount', ...metadata }];
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion, kind: 'ClusterRole', metadata: { name: ROLE }, rules },
    { apiVersion, kind: 'ClusterRoleBinding', metadata: { name: ROLE }, roleRef, subjects },
  ];
}

function statefulSetSpec(serviceName: string, image: string): object {
  const { labels } = pods;
  return {
    serviceName,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: NAME,
        securityContext: {
          fsGroup: 65534,
          runAsNonRoot: true,
          runAsUser: 65534,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [container(image)],
        volumes: [
          { name: 'configuration', configMap: { name: NAME } },
          { name: 'data', emptyDir: {} },
        ],
      },
    },
  };
}

function container(image: string): object {
  const { folder, file } = CONFIGURATION;
  return {
    name: NAME,
    image,
    args: [
      `--config.file=${folder}/${file}`,
      '--storage.tsdb.path=/data',
      `--web.listen-address=:${SERVICE.port}`,
    ],
    ports: [{ name: 'web', containerPort: Number(SERVICE.port) }],
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    volumeMounts: [
      { name: 'configuration', mountPath: folder, readOnly: true },
      { name: 'data', mountPath: '/data' },
    ],
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    readinessProbe: { httpGet: { path: '/-/ready', port: 'web' }, periodSeconds: 2 },
  };
}
