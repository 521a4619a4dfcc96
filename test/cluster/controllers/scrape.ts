import { type mapping, mappings, strings, text } from '../../../checks/readers/read';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';

/** What labels of a service are called in discovery: everything that Prometheus allows in no name becomes `_`. */
function discovered(label: string): string {
  return label.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}

const SLICE_PORT = '__meta_kubernetes_endpointslice_port_name';

/**
 * What the operator of Prometheus makes of the ServiceMonitors among these objects.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.94.1/pkg/prometheus/promcfg.go
 */
export function scrapeConfigurations(objects: readonly KubernetesObject[]): readonly object[] {
  return objects
    .filter((object) => object.kind === 'ServiceMonitor' && groupOf(object) === 'monitoring.coreos.com')
    .flatMap((monitor) =>
      mappings(monitor, 'spec.endpoints').map((endpoint, index) => configurationOf(monitor, endpoint, index)),
    );
}

function configurationOf(
  monitor: KubernetesObject,
  endpoint: ReturnType<typeof mapping>,
  index: number,
): object {
  const { name, namespace } = monitor.metadata;
  const labels = strings(monitor, 'spec.selector.matchLabels');
  return {
    job_name: `serviceMonitor/${namespace}/${name}/${index}`,
    scrape_interval: text(endpoint, 'interval'),
    metrics_path: text(endpoint, 'path'),
    kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: [namespace] } }],
    relabel_configs: [
      ...Object.entries(labels).map(([label, value]) =>
        keep(`__meta_kubernetes_service_label_${discovered(label)}`, value),
      ),
      keep(SLICE_PORT, text(endpoint, 'port') ?? ''),
      copy('__meta_kubernetes_namespace', 'namespace'),
      copy('__meta_kubernetes_service_name', 'service'),
      copy('__meta_kubernetes_pod_name', 'pod'),
      copy('__meta_kubernetes_pod_container_name', 'container'),
      copy('__meta_kubernetes_service_name', 'job'),
    ],
  };
}

function keep(label: string, value: string): object {
  return { action: 'keep', source_labels: [label], regex: value };
}

function copy(label: string, target: string): object {
  return { source_labels: [label], target_label: target };
}
