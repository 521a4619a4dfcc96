import { readFileSync } from 'node:fs';
import { list, mapping, mappings } from '../../../../checks/readers/read';
import type { KubernetesObject } from '../../../../synth/manifest';
import { proofNamespace } from '../../cluster';
import { clusterLiteral, distObjects } from '../../ground';
import { repositoryOf } from '../../images/references';
import { ANSWERS, imagesIn } from '../../images/stand-ins';
import { standInPod } from '../../pods/stand-in-pod';
import type { Workload } from './workloads';

const REPLICAS = 3;
const VOLUME = 'data';
const FOLDER = '/data';

/** The file that each pod writes to its volume as it starts. */
export const WRITTEN = 'stand-in.txt';

/**
 * A StatefulSet of a pod a worker, each with a volume of the literal's StorageClass that it writes to as it starts.
 *
 * @param namespace where it goes; must not exist
 */
export function numberedPods(namespace: string): { objects: readonly object[]; workload: Workload } {
  const name = 'numbered';
  const labels = { app: name };
  const object: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace },
    spec: {
      replicas: REPLICAS,
      serviceName: name,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(namespace, name) },
      volumeClaimTemplates: [claim()],
    },
  };
  const replicas = { minimum: REPLICAS, maximum: REPLICAS };
  const workload = { title: `${namespace}/${name}`, kind: 'StatefulSet' as const, namespace, name, object };
  return {
    objects: [proofNamespace(namespace), object],
    workload: { ...workload, replicas, scaledByOperator: false },
  };
}

function podSpec(namespace: string, name: string): object {
  const { image, command } = writer();
  const pod = standInPod({ namespace, name, image, args: ['hold'] });
  const [container = {}] = mappings(pod, 'spec.containers');
  const volumeMounts = [{ name: VOLUME, mountPath: FOLDER }];
  const constraint = {
    labelSelector: { matchLabels: { app: name } },
    maxSkew: 1,
    nodeTaintsPolicy: 'Honor',
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
  };
  return {
    ...mapping(pod, 'spec'),
    restartPolicy: 'Always',
    // With none, the API server forgets the pod of a silent worker at once, and a second one runs beside it.
    terminationGracePeriodSeconds: 5,
    securityContext: { ...mapping(pod, 'spec.securityContext'), fsGroup: 10001 },
    topologySpreadConstraints: [constraint],
    tolerations: ['not-ready', 'unreachable'].map(toleration),
    initContainers: [{ ...container, name: 'writer', args: [], command, volumeMounts }],
    containers: [container],
  };
}

/** As pods of `dist/` that serve have it: every run would wait five minutes for the default. */
function toleration(state: string): object {
  const key = `node.kubernetes.io/${state}`;
  return { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 };
}

function claim(): object {
  const [storageClass] = clusterLiteral.storageClasses;
  const resources = { requests: { storage: '1Gi' } };
  const spec = { storageClassName: storageClass?.name, accessModes: ['ReadWriteOnce'], resources };
  return { metadata: { name: VOLUME }, spec };
}

/** An image of `dist/` with a command that writes to a folder and needs nothing else. */
function writer(): { readonly image: string; readonly command: readonly unknown[] } {
  const answers = mapping(JSON.parse(readFileSync(ANSWERS, 'utf8')));
  for (const image of imagesIn(distObjects)) {
    const row = Object.keys(answers).find((path) => repositoryOf(image).endsWith(`/${path}`));
    const run = mappings(answers[row ?? ''], 'runs').find(({ writes, posts }) => writes && !posts);
    if (run !== undefined) return { image, command: [...list(run, 'command'), run['writes'], FOLDER] };
  }
  throw new Error(`${ANSWERS} must have an image of dist/ with a command that writes and posts nothing`);
}
