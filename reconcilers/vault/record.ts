import { TransientError } from '../engine/errors';
import { objectIn, textIn } from '../engine/read';
import type { Settings } from '../engine/settings';
import { type ApiAnswer, KubernetesApi } from './kubernetes-api';

/** Key of the record that holds the UID of the one claim on which the vault may begin. */
const CLAIM_KEY = 'claim';

/** Key of the record that says that the vault has let its reconciler in: it never begins again. */
const SERVED_KEY = 'served';

/** What the record of a vault's beginning says to the node that asks. */
export interface Beginning {
  /** UID of the node's own claim. */
  readonly own: string;
  /** UID of the claim on which the vault began: this node's, when nobody was before. */
  readonly recorded: string;
  /** Whether the vault has ever let its reconciler in. */
  readonly hasServed: boolean;
}

/** The record of a vault's beginning; the first node to ask makes it. @throws Error when the API server does not tell */
export async function beginningOf(settings: Settings): Promise<Beginning> {
  const api = new KubernetesApi(settings);
  const folder = `/api/v1/namespaces/${settings.required('POD_NAMESPACE')}`;
  const name = settings.required('RECORD');
  const path = `${folder}/persistentvolumeclaims/${settings.required('CLAIM')}`;
  const claim = await api.send('GET', path);
  const own = textIn(objectIn(claim.body, 'metadata'), 'uid');
  if (claim.status !== 200 || own === '') throw refusal('GET', path, claim);
  const record = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { [CLAIM_KEY]: own } };
  const made = await api.send('POST', `${folder}/configmaps`, record);
  if (made.status === 201) return { own, recorded: own, hasServed: false };
  if (made.status !== 409) throw refusal('POST', `${folder}/configmaps`, made);
  const found = await api.send('GET', `${folder}/configmaps/${name}`);
  const data = objectIn(found.body, 'data');
  const recorded = textIn(data, CLAIM_KEY);
  if (found.status !== 200 || recorded === '') throw refusal('GET', `${folder}/configmaps/${name}`, found);
  return { own, recorded, hasServed: textIn(data, SERVED_KEY) !== '' };
}

/**
 * Says in the record that the vault has served; nothing changes when it says so already.
 * @throws TransientError when the API server does not take it: nothing may be written into a vault that could begin again
 */
export async function markServed(settings: Settings): Promise<void> {
  const path = `/api/v1/namespaces/${settings.required('POD_NAMESPACE')}/configmaps/${settings.required('RECORD')}`;
  const mark = { data: { [SERVED_KEY]: 'true' } };
  const answer = await new KubernetesApi(settings).send('PATCH', path, mark).catch((error: unknown) => {
    throw new TransientError(`PATCH ${path}: the API server must take the mark`, { cause: error });
  });
  if (answer.status === 200) return;
  const reason = `${answer.status} ${textIn(answer.body, 'message')}`;
  throw new TransientError(
    `PATCH ${path}: the vault's beginning must be on record before anything is written into it, got ${reason}; when the ConfigMap is missing, restart the first node, which makes it`,
  );
}

function refusal(method: string, path: string, { status, body }: ApiAnswer): Error {
  const reason = textIn(body, 'message');
  return new Error(
    `${method} ${path}: the API server must say whose volume is the first, got ${status} ${reason}`,
  );
}
