import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { type MountedSecret, pathOf } from './props';

/** Files that their owner and group read and nobody writes; the group is that of the pod's volumes. */
const READ_ONLY = 0o440;

/**
 * The volumes of Secrets that a program reads as files: their named keys alone, and no pod starts without them.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
 */
export function secretVolumes(secrets: readonly MountedSecret[]): readonly IVolume[] {
  return secrets.map(({ secret, keys }) => ({
    name: volumeName(secret),
    secret: {
      secretName: secret,
      defaultMode: READ_ONLY,
      items: keys.map((key) => ({ key, path: key })),
    },
  }));
}

/** Where the container finds them. A whole folder each: files that are mounted one by one never change. */
export function secretMounts(secrets: readonly MountedSecret[]): IVolumeMount[] {
  return secrets.map((secret) => ({
    name: volumeName(secret.secret),
    mountPath: pathOf(secret),
    readOnly: true,
  }));
}

function volumeName(secret: string): string {
  return `secret-${secret}`;
}
