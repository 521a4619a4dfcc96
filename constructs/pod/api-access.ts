import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';

const NAME = 'kubernetes-api';

/** Folder in which client libraries look for the pod's credential. */
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The pod's own credential for the Kubernetes API, where client libraries look for it. Only containers that mount it have
 * it: a token that the kubelet mounts by itself would reach all of them. An hour and 7 s is the kubelet's own choice.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-token-volume
 */
export const apiAccess: { readonly volume: IVolume; readonly volumeMount: IVolumeMount } = {
  volume: {
    name: NAME,
    projected: {
      defaultMode: 0o440,
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] },
        },
      ],
    },
  },
  volumeMount: { name: NAME, mountPath: FOLDER, readOnly: true },
};
