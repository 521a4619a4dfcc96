import { mapping } from '../../../checks/readers/read';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import type { KubernetesObject } from '../../../synth/manifest';
import type { Programs } from '../../cluster/build/programs';
import { program } from '../../cluster/build/programs';
import type { Controller } from '../../cluster/controllers/controller';
import { readObjects } from '../../cluster/controllers/manifests';
import { traefik } from '../../cluster/controllers/traefik';
import type { Chart } from '../../cluster/sources/chart-site';
import { type ChartMaker, type ChartSource, definitionsCharts } from '../../cluster/sources/sources';
import type { Ingredients } from '../../cluster/subject';
import { folderChart } from './folder-chart';
import { manifestChart, objectsChart } from './manifest-chart';

/** What stands in for a chart, by the name that Applications call it by. */
type Makers = Readonly<Record<string, (source: ChartSource) => Chart>>;

/**
 * The operators that the identity stack needs, each by its own chart where a module carries one, else by what its release
 * installs; of all others the definitions alone.
 */
export function operatorCharts(
  { literal, programs, definitions }: Pick<Ingredients, 'literal' | 'programs' | 'definitions'>,
  certManagerChart: string,
): ChartMaker {
  const others = definitionsCharts(literal, definitions);
  const gateway = traefik(literal, programs, literal.gateway.controller.namespace);
  const makers = {
    ...makersOf(programs, certManagerChart, gateway),
    'argo-cd': (source: ChartSource) => argoCd(source, others(source)),
  };
  return (source) => (new Map(Object.entries(makers)).get(source.chart) ?? others)(source);
}

function makersOf(programs: Programs, certManagerChart: string, gateway: Controller): Makers {
  const file = (part: Parameters<typeof program>[1], name: string) => program(programs, part, name);
  return {
    'cert-manager': (source) => certManager(source, certManagerChart),
    'trust-manager': (source) =>
      folderChart(source, file('trustManager', 'chart'), {
        origin: 'its own chart',
        appVersion: source.version,
      }),
    'external-secrets': (source) =>
      folderChart(source, file('externalSecrets', 'chart'), {
        origin: 'the chart of 0.20.4, the last line that builds from modules',
        appVersion: 'v0.20.4',
        definitions: file('externalSecrets', 'crds'),
      }),
    'cloudnative-pg': (source) =>
      manifestChart(source, {
        origin: 'the manifest of release 1.30.1',
        objects: readObjects(file('cloudNativePg', 'manifest.yaml')),
      }),
    'plugin-barman-cloud': (source) => barmanCloud(source, readObjects(file('barmanCloud', 'manifest.yaml'))),
    traefik: (source) =>
      objectsChart(source, 'the controller of 3.6, as test:cluster has it', gateway.objects),
  };
}

/**
 * The chart of the version that is asked for, around the controllers of 1.11.5: without the checks that a later line can
 * answer and this one cannot.
 */
function certManager(source: ChartSource, folder: string): Chart {
  return folderChart(source, folder, {
    origin: 'its own chart, around the controllers of 1.11.5',
    appVersion: source.version,
    // The check is a program of its own; and 1.11 refuses annotations that 1.21 admits.
    without: /^templates\/(startupapicheck-|webhook-validating-webhook)/,
    changes: [
      ['templates/deployment.yaml', '{{- with .Values.livenessProbe }}', '{{- with dict "enabled" false }}'],
    ],
  });
}

/** Its definitions, and the Service of its pages that a route of `dist/` leads to: nobody stands behind it. */
function argoCd(source: ChartSource, definitions: Chart): Chart {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'argocd-server', namespace: ARGOCD_NAMESPACE },
    spec: {
      selector: { 'app.kubernetes.io/name': 'argocd-server' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    },
  };
  const { files } = objectsChart(source, definitions.origin, [service]);
  return { ...definitions, files: new Map([...definitions.files, ...files]) };
}

/** The manifest of the module names images of its own tests, and keeps that of the sidecar in a Secret. */
function barmanCloud(source: ChartSource, objects: readonly KubernetesObject[]): Chart {
  const image = 'ghcr.io/cloudnative-pg/plugin-barman-cloud';
  const name = 'plugin-barman-cloud';
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'barman-cloud' };
  return manifestChart(source, {
    origin: 'the manifest of release 0.15.0',
    objects: objects
      .filter(({ kind }) => kind !== 'Secret')
      .map((object) => (object.kind === 'Service' ? serviceFor(object, labels) : object)),
    podLabels: labels,
    image: `${image}:v0.15.0`,
    variables: { SIDECAR_IMAGE: `${image}-sidecar:v0.15.0` },
  });
}

function serviceFor(service: KubernetesObject, selector: Readonly<Record<string, string>>): KubernetesObject {
  return { ...service, spec: { ...mapping(service, 'spec'), selector } };
}
