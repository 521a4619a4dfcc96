import type { Cluster as ClusterLiteral } from '../../../environments/environment';
import { type GatewayController, traefik as controllerFacts } from '../../../environments/operators';
import type { KubernetesObject } from '../../../synth/manifest';
import { versionOf } from '../../control-plane/go-part';
import { PARTS } from '../build/parts';
import { type Programs, program } from '../build/programs';
import type { Controller } from './controller';
import { readObjects } from './manifests';

/** The entry point of its own health, for the kubelet alone. */
const PING = { name: 'ping', port: 8080 } as const;

const NAME = controllerFacts.service;

/** Who the roles of its module are bound to. */
const ACCOUNT = 'traefik-controller';

/** What stands behind the Gateway: a pod a worker, each of which the balancers reach at a port of the worker. */
export function traefik(literal: ClusterLiteral, programs: Programs, namespace: string): Controller {
  const { gatewayClassName } = literal.gateway.controller;
  const image = `docker.io/library/traefik:${versionOf(PARTS.traefik)}`;
  const metadata = { name: NAME, namespace };
  return {
    images: [
      {
        references: [image],
        files: { traefik: program(programs, 'traefik', 'traefik') },
        entrypoint: ['/traefik'],
      },
    ],
    objects: [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: ACCOUNT, namespace } },
      ...rights(programs, namespace),
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: { name: gatewayClassName },
        spec: { controllerName: 'traefik.io/gateway-controller' },
      },
      { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: daemonSetSpec(literal, image) },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: serviceSpec(literal) },
    ],
  };
}

/** The roles of its module, bound in our namespace rather than in `default`. */
function rights(programs: Programs, namespace: string): readonly KubernetesObject[] {
  return readObjects(program(programs, 'traefik', 'rbac.yaml')).map((object) =>
    object.kind === 'ClusterRoleBinding'
      ? { ...object, subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace }] }
      : object,
  );
}

/** With the label that its chart adds: a DaemonSet takes in every pod that its selector finds. */
function podLabels({ labels }: GatewayController): Readonly<Record<string, string>> {
  return { ...labels, 'app.kubernetes.io/instance': NAME };
}

/** The address of the client is kept: a worker hands connections to its own pod, and to no other worker's. */
function serviceSpec({ gateway: { controller } }: ClusterLiteral): object {
  const { nodePorts } = controller;
  return {
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    selector: podLabels(controller),
    ports: [
      { name: 'http', port: 80, targetPort: 'http', nodePort: nodePorts.http },
      { name: 'https', port: 443, targetPort: 'https', nodePort: nodePorts.https },
      { name: 'private', port: controller.ports.private, targetPort: 'private', nodePort: nodePorts.private },
    ],
  };
}

function daemonSetSpec(literal: ClusterLiteral, image: string): object {
  const labels = podLabels(literal.gateway.controller);
  return {
    selector: { matchLabels: labels },
    updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: ACCOUNT,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [container(literal, image)],
      },
    },
  };
}

function container(literal: ClusterLiteral, image: string): object {
  const { ports } = literal.gateway.controller;
  const ping = { httpGet: { path: '/ping', port: PING.name } };
  return {
    name: NAME,
    image,
    args: flagsOf(literal),
    ports: Object.entries({ ...ports, [PING.name]: PING.port }).map(([name, containerPort]) => ({
      name,
      containerPort,
    })),
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    readinessProbe: { ...ping, periodSeconds: 2 },
    livenessProbe: ping,
  };
}

/** https://doc.traefik.io/traefik/v3.6/reference/install-configuration/configuration-options/ */
function flagsOf({ gateway: { controller }, balancers, virtualIp }: ClusterLiteral): readonly string[] {
  const trusted = balancers.map(({ address }) => `${address}/32`).join();
  const entryPoint = (name: string, port: number) => [
    `--entryPoints.${name}.address=:${port}`,
    // Only the balancers may say who the client is.
    `--entryPoints.${name}.proxyProtocol.trustedIPs=${trusted}`,
  ];
  return [
    ...Object.entries(controller.ports).flatMap(([name, port]) => entryPoint(name, port)),
    `--entryPoints.${PING.name}.address=:${PING.port}`,
    '--ping=true',
    `--ping.entryPoint=${PING.name}`,
    '--providers.kubernetesgateway=true',
    `--providers.kubernetesgateway.statusAddress.ip=${virtualIp}`,
    '--global.checknewversion=false',
    '--global.sendanonymoususage=false',
  ];
}
