import { isMapping, list, mapping, mappings, text } from '../../checks/readers/read';
import type { ApiAnswer, ApiClient } from '../control-plane/client';

/** Where workloads keep their pod template, the deeper one first. */
const TEMPLATES = ['spec.jobTemplate.spec.template', 'spec.template'];

/**
 * The Pod that a workload's controller would create, or undefined when the object makes none.
 *
 * No controller runs beside the API server, and Pod Security refuses Pods only: for a workload it just warns.
 */
export function podOf(workload: unknown): object | undefined {
  const template = TEMPLATES.map((path) => mapping(workload, path)).find(
    (found) => list(found, 'spec.containers').length > 0,
  );
  if (template === undefined) return undefined;
  const { labels, annotations } = mapping(template, 'metadata');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'admission-', labels, annotations },
    spec: { ...mapping(template, 'spec'), ...volumes(workload, template) },
  };
}

/** A StatefulSet's controller turns its claim templates into volumes of the Pod. */
function volumes(workload: unknown, template: unknown): { volumes?: unknown[] } {
  const claims = mappings(workload, 'spec.volumeClaimTemplates').map((claim) => {
    const name = text(claim, 'metadata.name') ?? '';
    return { name, persistentVolumeClaim: { claimName: `${name}-admission-0` } };
  });
  if (claims.length === 0) return {};
  return { volumes: [...list(template, 'spec.volumes').filter(isMapping), ...claims] };
}

/** Asks whether the Pod would be admitted, and creates nothing. */
export function tryPod(client: ApiClient, namespace: string, pod: object): Promise<ApiAnswer> {
  return client.send({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/pods?dryRun=All&fieldValidation=Strict`,
    body: JSON.stringify(pod),
  });
}
