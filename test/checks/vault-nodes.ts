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
    'audit "file" "to-stdout" {',
    '}',
    '',
  ].join('\n');
}

/** A ConfigMap with HCL, called after what it holds unless it is given a name. */
export function configMap(text: string, name?: string) {
  const data = { 'server.hcl': text };
  return object('v1', 'ConfigMap', name ?? `openbao-${digestOf(data)}`, { data });
}

/** What an empty vault does to itself, as far as laws read it. */
export const STANZA = [
  'initialize "access" {',
  '  request "kubernetes" {',
  '    path = "sys/auth/kubernetes"',
  '  }',
  '  request "role" {',
  '    path = "auth/kubernetes/role/vault-reconcile"',
  '  }',
  '}',
  '',
].join('\n');

type Named = { readonly metadata: { readonly name: string } };

/** What differs between vaults: fields of the StatefulSet, its template and its pods. */
export interface VaultFields {
  readonly spec?: object;
  readonly server?: object;
  readonly annotations?: object;
  readonly pod?: object;
}

/** Volumes of a container that decides about the stanza. */
const GUARD_VOLUMES = ['stanza', 'initialisation', 'data', 'kubernetes-api'];

/** A vault whose stanza a container hands on that mounts these volumes. */
export function guarded(stanza: Named, mounts: readonly string[] = GUARD_VOLUMES): VaultFields {
  const guard = { name: 'guard', volumeMounts: mounts.map((name) => ({ name, mountPath: `/${name}` })) };
  const token = { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } };
  return {
    spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    pod: {
      initContainers: [guard],
      volumes: [
        { name: 'stanza', configMap: { name: stanza.metadata.name } },
        { name: 'initialisation', emptyDir: {} },
        { name: 'kubernetes-api', projected: { sources: [token] } },
      ],
    },
  };
}

/** The StatefulSet of a vault that reads this ConfigMap. */
export function vault(
  configuration: Named,
  { spec = {}, server = {}, annotations = {}, pod = {} }: VaultFields = {},
) {
  const { volumes, ...rest } = { volumes: [], ...pod };
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
            ...volumes,
          ],
          ...rest,
        },
      },
      ...spec,
    },
  });
}
