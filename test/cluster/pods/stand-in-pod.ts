import type { KubernetesObject } from '../../../synth/manifest';

/** Name of the one container of such a pod. */
export const CONTAINER = 'stand-in';

/** What differs from one pod of a stand-in to another. */
export interface StandInPod {
  readonly namespace: string;
  readonly name: string;
  /** An image that a stand-in is registered for. */
  readonly image: string;
  /** @default its name under `app` */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default what the image serves */
  readonly args?: readonly string[];
  /** The worker that it must run on, cordoned or not. @default what the scheduler chooses */
  readonly node?: string;
  /** @default true */
  readonly readOnlyRootFilesystem?: boolean;
}

/** A pod that Pod Security's `restricted` admits, to look at the cluster from inside. */
export function standInPod(pod: StandInPod): KubernetesObject {
  const { namespace, name, image, node, labels = { app: name }, args = [] } = pod;
  const { readOnlyRootFilesystem = true } = pod;
  const container = {
    name: CONTAINER,
    image,
    args,
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem,
    },
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      restartPolicy: 'Never',
      ...(node !== undefined && { nodeName: node }),
      terminationGracePeriodSeconds: 0,
      containers: [container],
    },
  };
}
