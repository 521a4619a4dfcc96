import { digestOf } from '../../values/digest';
import { labelsOf, NAMESPACE, object } from './objects';

/** The configuration of a vault of so many nodes, as far as laws read it. */
export function configuration(nodes: number): string {
  const joins = Array.from(
    { length: nodes },
    (_, node) =>
      `  retry_join {\n    leader_api_addr = "https://openbao-${node}.openbao-internal.${NAMESPACE}.svc:8200"\n  }`,
  );
  return [
    'listener "tcp" {',
    '  tls_cert_file = "/tls/tls.crt"',
    '}',
    'storage "raft" {',
    ...joins,
    '}',
    'seal "static" {',
    '}',
    '',
  ].join('\n');
}

/** A ConfigMap with HCL, called after what it holds unless it is given a name. */
export function configMap(text: string, name?: string) {
  const data = { 'server.hcl': text };
  return object('v1', 'ConfigMap', name ?? `openbao-${digestOf(data)}`, { data });
}

/** The StatefulSet of a vault that reads this ConfigMap. */
export function vault(
  configuration: { readonly metadata: { readonly name: string } },
  { spec = {}, server = {}, annotations = {} }: { spec?: object; server?: object; annotations?: object } = {},
) {
  const labels = labelsOf('openbao');
  return object('apps/v1', 'StatefulSet', 'openbao', {
    spec: {
      replicas: 3,
      serviceName: 'openbao-internal',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: {
          containers: [
            {
              name: 'openbao',
              command: ['bao'],
              args: ['server', '-config=/config'],
              ports: [
                { name: 'https', containerPort: 8200 },
                { name: 'https-cluster', containerPort: 8201 },
              ],
              readinessProbe: { httpGet: { path: '/v1/sys/health', scheme: 'HTTPS' } },
              volumeMounts: [
                { name: 'config', mountPath: '/config' },
                { name: 'tls', mountPath: '/tls' },
              ],
              ...server,
            },
          ],
          volumes: [
            { name: 'config', configMap: { name: configuration.metadata.name } },
            { name: 'tls', secret: { secretName: 'openbao-tls' } },
          ],
        },
      },
      ...spec,
    },
  });
}
