import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../object-storage/props';
import type { PostgresqlSettings } from './props';

/** A key of a Secret, as the plugin names it. */
interface KeySelector {
  readonly name: string;
  readonly key: string;
}

/**
 * Where the Barman Cloud plugin keeps backups; no package carries its type.
 * @see https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/
 */
export interface IObjectStore {
  readonly apiVersion: 'barmancloud.cnpg.io/v1';
  readonly kind: 'ObjectStore';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly configuration: {
      readonly destinationPath: string;
      readonly endpointURL: string;
      readonly s3Credentials: { readonly accessKeyId: KeySelector; readonly secretAccessKey: KeySelector };
      readonly wal: { readonly compression: 'gzip'; readonly maxParallel: number };
      readonly data: { readonly compression: 'gzip'; readonly jobs: number };
    };
    readonly retentionPolicy: `${number}d`;
    readonly instanceSidecarConfiguration: {
      readonly env: readonly { readonly name: string; readonly value: string }[];
      readonly resources: {
        readonly requests: Readonly<Record<string, string>>;
        readonly limits: Readonly<Record<string, string>>;
      };
    };
  };
}

/** What the plugin's container takes beside each instance: it compresses and sends. */
export const SIDECAR_RESOURCES = {
  requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '128Mi' },
  limits: { memory: '384Mi', 'ephemeral-storage': '512Mi' },
} as const;

/** The folder of the bucket in which each generation of the database has one of its own. */
export function objectStoreOf(namespace: string, settings: PostgresqlSettings): IObjectStore {
  const { name, objectStorage, backups } = settings;
  const { endpoint, region, bucket, secret } = objectStorage;
  return {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: { name, namespace },
    spec: {
      configuration: {
        destinationPath: `s3://${bucket}/${namespace}`,
        endpointURL: endpoint,
        s3Credentials: {
          accessKeyId: { name: secret, key: ACCESS_KEY_ID },
          secretAccessKey: { name: secret, key: SECRET_ACCESS_KEY },
        },
        wal: { compression: 'gzip', maxParallel: 2 },
        data: { compression: 'gzip', jobs: 1 },
      },
      retentionPolicy: `${backups.keepDays}d`,
      instanceSidecarConfiguration: { env: environmentOf(region), resources: SIDECAR_RESOURCES },
    },
  };
}

/** Interfaces that are not Amazon's own refuse the checksums that its library adds unless it must. */
function environmentOf(region: string) {
  return [
    { name: 'AWS_DEFAULT_REGION', value: region },
    { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_required' },
    { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'when_required' },
  ];
}
