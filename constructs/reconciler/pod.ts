import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { describingLabels } from '../labels';
import { apiAccess } from '../pod/api-access';
import { type ContainerSettings, podTemplate } from '../pod/template';
import type { ConfigNames } from './configuration';
import { CA_FILE, type ReconcilerSettings, reconcilerLabels, SECRETS_FOLDER } from './props';

/** Time from the request to stop until the kill, in seconds: a killed run is completed by the next. */
const GRACE_SECONDS = 10;

/** File of the program in the pods. */
export const PROGRAM_FILE = 'program.js';

/** File of the desired state in the pods. */
export const STATE_FILE = 'state.json';

/** A volume and where the container finds it. */
interface Mount {
  readonly volume: IVolume;
  readonly path: string;
}

/** The pod of one sort of run; those of both differ in the Secrets that only the run after a sync gets. */
export function podOf(
  namespace: string,
  settings: ReconcilerSettings,
  names: ConfigNames,
  run: 'hook' | 'schedule',
): IPodTemplateSpec {
  const { name, image } = settings;
  const mounts = mountsOf(settings, names, run);
  return podTemplate({
    life: 'run-once',
    selector: reconcilerLabels(namespace, name),
    labels: describingLabels('reconciler', image),
    serviceAccountName: name,
    priorityClassName: settings.priorityClassName,
    imagePullSecret: settings.imagePullSecret,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    volumes: mounts.map(({ volume }) => volume),
    container: {
      name: 'reconciler',
      image,
      command: ['/nodejs/bin/node', `/program/${PROGRAM_FILE}`],
      env: environmentOf(settings),
      resources: settings.resources,
      volumeMounts: mounts.map(({ volume, path }) => ({
        name: volume.name,
        mountPath: path,
        readOnly: true,
      })),
    },
  });
}

/** Variables that the programs of reconcilers/ read; none of them is a secret. */
function environmentOf(settings: ReconcilerSettings): ContainerSettings['env'] {
  const { caConfigMap, deadlineSeconds, desired, server, token } = settings;
  const record = recordOf(settings);
  return {
    HOME: '/tmp',
    APPLY: 'true',
    DEADLINE_SECONDS: String(deadlineSeconds),
    STATE_FILE: `/state/${STATE_FILE}`,
    SECRETS_FOLDER,
    [desired.product === 'vault' ? 'VAULT_URL' : 'KEYCLOAK_URL']: server,
    ...(token === undefined ? {} : { TOKEN_FILE: '/token/token' }),
    ...(caConfigMap === undefined ? {} : { NODE_EXTRA_CA_CERTS: CA_FILE }),
    ...(record === undefined
      ? {}
      : { RECORD: record, POD_NAMESPACE: { fieldPath: 'metadata.namespace' as const } }),
  };
}

/** ConfigMap that the program marks, by the Kubernetes API. */
function recordOf({ desired }: ReconcilerSettings): string | undefined {
  return desired.product === 'vault' ? desired.record : undefined;
}

function mountsOf(
  settings: ReconcilerSettings,
  { program, state }: ConfigNames,
  run: 'hook' | 'schedule',
): readonly Mount[] {
  const { caConfigMap, secrets, token } = settings;
  return [
    { volume: { name: 'program', configMap: { name: program } }, path: '/program' },
    { volume: { name: 'state', configMap: { name: state } }, path: '/state' },
    ...(caConfigMap === undefined
      ? []
      : [{ volume: { name: 'ca', configMap: { name: caConfigMap } }, path: '/ca' }]),
    ...(token === undefined ? [] : [{ volume: tokenVolume(token), path: '/token' }]),
    ...(recordOf(settings) === undefined
      ? []
      : [{ volume: apiAccess.volume, path: apiAccess.volumeMount.mountPath }]),
    ...secrets
      .filter(({ runs }) => runs === 'both' || run === 'hook')
      .map(({ secret, folder, required }) => ({
        volume: {
          name: `secret-${folder}`,
          secret: { secretName: secret, defaultMode: 0o440, optional: !required },
        },
        path: `${SECRETS_FOLDER}/${folder}`,
      })),
  ];
}

/** A token that lives no longer than the longest run; ten minutes is the least that the API server gives. */
function tokenVolume({ audience }: NonNullable<ReconcilerSettings['token']>): IVolume {
  const serviceAccountToken = {
    path: 'token',
    expirationSeconds: 3600,
    ...(audience === undefined ? {} : { audience }),
  };
  return { name: 'token', projected: { defaultMode: 0o440, sources: [{ serviceAccountToken }] } };
}
