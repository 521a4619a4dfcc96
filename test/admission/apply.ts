import { text } from '../../checks/readers/read';
import type { KubernetesObject } from '../../synth/manifest';
import type { ApiAnswer, ApiClient } from '../control-plane/client';
import { type Resource, resourcePath } from '../control-plane/resources';

/** The field manager that Argo CD's controller applies as. */
const ARGO_CD = 'argocd-controller';

/** Who applies, and whether it counts. */
export interface ApplyOptions {
  /** @default 'argocd-controller' */
  readonly fieldManager?: string;
  /** Judge only, change nothing. @default false */
  readonly dryRun?: boolean;
}

/** Applies a YAML document as Argo CD does with ServerSideApply, and with strict field validation. */
export function apply(
  client: ApiClient,
  resource: Resource,
  { apiVersion, metadata }: KubernetesObject,
  yaml: string,
  { fieldManager = ARGO_CD, dryRun = false }: ApplyOptions = {},
): Promise<ApiAnswer> {
  const query = new URLSearchParams({ fieldManager, fieldValidation: 'Strict', force: 'true' });
  if (dryRun) query.set('dryRun', 'All');
  return client.send({
    method: 'PATCH',
    path: `${resourcePath(resource, apiVersion, metadata.namespace, metadata.name)}?${query}`,
    contentType: 'application/apply-patch+yaml',
    body: yaml,
  });
}

/** Reads the object as the API server keeps it. */
export function read(
  client: ApiClient,
  resource: Resource,
  { apiVersion, metadata }: KubernetesObject,
): Promise<ApiAnswer> {
  return client.send({ path: resourcePath(resource, apiVersion, metadata.namespace, metadata.name) });
}

/** What is wrong with an answer: that it refuses, and every warning. Empty when the object was admitted. */
export function faultsOf(what: string, { status, warnings, body }: ApiAnswer): string[] {
  const refused = status < 200 || status > 299;
  return [
    ...(refused ? [`${what}: refused with ${status}: ${text(body, 'message') ?? String(body)}`] : []),
    ...warnings.map((warning) => `${what}: warning: ${warning}`),
  ];
}
