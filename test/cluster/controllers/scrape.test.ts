import { scrapeConfigurations } from './scrape';

const monitor = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'ServiceMonitor',
  metadata: { name: 'iris', namespace: 'models' },
  spec: {
    endpoints: [{ interval: '30s', path: '/metrics', port: 'http' }, { port: 'other' }],
    selector: { matchLabels: { 'app.kubernetes.io/name': 'iris' } },
  },
};
const foreign = { ...monitor, apiVersion: 'example.com/v1' };

test('each endpoint of a ServiceMonitor is looked for behind its services, at its port', () => {
  const [first, second] = scrapeConfigurations([foreign, monitor]);
  expect(first).toMatchObject({
    job_name: 'serviceMonitor/models/iris/0',
    scrape_interval: '30s',
    metrics_path: '/metrics',
    kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['models'] } }],
    relabel_configs: expect.arrayContaining([
      {
        action: 'keep',
        source_labels: ['__meta_kubernetes_service_label_app_kubernetes_io_name'],
        regex: 'iris',
      },
      { action: 'keep', source_labels: ['__meta_kubernetes_endpointslice_port_name'], regex: 'http' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
    ]),
  });
  expect(second).toMatchObject({ job_name: 'serviceMonitor/models/iris/1' });
  expect(scrapeConfigurations([foreign, monitor])).toHaveLength(2);
});
