import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { list, mapping, mappings, strings, text } from '../../../checks/readers/read';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import type { KubernetesObject } from '../../../synth/manifest';

/** The ConfigMaps that Argo CD is configured by; chart values of the same keys go into them. */
const CONFIG_MAPS = { cm: 'argocd-cm', params: 'argocd-cmd-params-cm' } as const;

type Data = Readonly<Record<string, string>>;

/** Kinds whose controller does not run here, by what that is called. */
const ABSENT = {
  'cert-manager': ['cert-manager.io_Certificate', 'cert-manager.io_ClusterIssuer', 'cert-manager.io_Issuer'],
  CloudNativePG: ['postgresql.cnpg.io_Cluster'],
  'External Secrets': [
    'external-secrets.io_ExternalSecret',
    'external-secrets.io_PushSecret',
    'external-secrets.io_SecretStore',
  ],
  KEDA: ['keda.sh_ScaledObject'],
} as const;

/**
 * How Argo CD is told to judge them: a ScaledObject that KEDA never saw would be Progressing for ever, and its Application
 * with it. What the exceptions leave open is among what a run says that it did not prove.
 */
export const EXCEPTIONS: Data = Object.fromEntries(
  Object.entries(ABSENT).flatMap(([controller, kinds]) =>
    kinds.map((kind) => [
      `resource.customizations.health.${kind}`,
      `return { status = "Healthy", message = "not proven: ${controller} does not run here" }\n`,
    ]),
  ),
);

/** What Argo CD is configured by. */
export interface Settings {
  /** Its ConfigMaps and its Secret. */
  readonly objects: readonly KubernetesObject[];
  /** Data of its ConfigMaps, by name. */
  readonly data: Readonly<Record<string, Data>>;
}

/**
 * Argo CD's settings as its chart would make them: upstream's own, and over them `configs.cm` and `configs.params` of
 * the values with which `dist/` says that Argo CD is installed; and over all of it what cannot be judged here.
 *
 * @param folder with the files of Argo CD's module
 * @param objects all of `dist/`
 * @param exceptions what cannot be judged here
 */
export function settingsOf(
  folder: string,
  objects: readonly KubernetesObject[],
  exceptions: Data = EXCEPTIONS,
): Settings {
  const values = valuesIn(objects);
  const read = (file: string): unknown => parse(readFileSync(join(folder, `${file}.yaml`), 'utf8'));
  const dataOf = (key: keyof typeof CONFIG_MAPS): Data => ({
    ...strings(read(CONFIG_MAPS[key]), 'data'),
    ...strings(values, `configs.${key}`),
  });
  const data: Settings['data'] = {
    [CONFIG_MAPS.cm]: { ...dataOf('cm'), ...exceptions },
    [CONFIG_MAPS.params]: dataOf('params'),
  };
  const objectOf = (name: string): KubernetesObject => {
    const object = read(name);
    const own = data[name];
    return {
      apiVersion: text(object, 'apiVersion') ?? '',
      kind: text(object, 'kind') ?? '',
      metadata: { name, namespace: ARGOCD_NAMESPACE, labels: strings(object, 'metadata.labels') },
      ...(own && { data: own }),
    };
  };
  const names = [...Object.values(CONFIG_MAPS), 'argocd-rbac-cm', 'argocd-secret'];
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ARGOCD_NAMESPACE } };
  return { data, objects: [namespace, ...names.map(objectOf)] };
}

/**
 * Environment variables that a workload of Argo CD takes from its ConfigMaps: a process has no kubelet to do that.
 *
 * @param manifest file of the module with the workload
 */
export function environmentOf(manifest: string, { data }: Settings): Readonly<Record<string, string>> {
  const workload: unknown = parse(readFileSync(manifest, 'utf8'));
  const variables = list(workload, 'spec.template.spec.containers').flatMap((container) =>
    mappings(container, 'env'),
  );
  return Object.fromEntries(
    variables.flatMap((variable): [string, string][] => {
      const { name = '', key = '' } = strings(variable, 'valueFrom.configMapKeyRef');
      const value = data[name]?.[key];
      return value === undefined ? [] : [[text(variable, 'name') ?? '', value]];
    }),
  );
}

/** The chart values in the Application that Argo CD manages itself by. */
function valuesIn(objects: readonly KubernetesObject[]): unknown {
  const own = objects.find((object) => text(object, 'spec.source.chart') === 'argo-cd');
  if (own === undefined) throw new Error('dist/ must have an Application of the chart argo-cd');
  return mapping(own, 'spec.source.helm.valuesObject');
}
