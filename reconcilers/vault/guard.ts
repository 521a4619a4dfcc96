import { copyFileSync, writeFileSync } from 'node:fs';
import { objectIn, textIn } from '../engine/read';
import type { Report } from '../engine/report';
import type { Settings } from '../engine/settings';
import { clear, type DataState, stateOf } from './data-folder';
import { KubernetesApi } from './kubernetes-api';

/** Key of the record that holds the UID of the one claim on which the vault may begin. */
const CLAIM_KEY = 'claim';

/** What a node does at its start. */
type Decision = 'initialise' | 'start-or-join';

/**
 * Decides whether this node may initialise an empty vault, and hands it the stanza or an empty file.
 *
 * Only the first node may, and only on the volume on which the vault once began: the first one to ask writes the UID of its
 * claim down in a ConfigMap. A node with another volume lost its own; were it to initialise, there would be a second,
 * empty vault beside the one that its peers serve (openbao#3652). Whatever cannot be found out ends the program with an
 * error, so that the node does not start.
 *
 * @throws Error when the API server cannot be asked, or when an earlier start ended where no later one can go on
 */
export async function guard(settings: Settings, report: Report): Promise<void> {
  const target = settings.required('TARGET_FILE');
  const decision = await decide(settings, report);
  if (decision === 'initialise') copyFileSync(settings.required('STANZA_FILE'), target);
  else writeFileSync(target, '');
}

async function decide(settings: Settings, report: Report): Promise<Decision> {
  const pod = settings.required('POD_NAME');
  if (!/-0$/.test(pod)) {
    report(`${pod} is not the first node: it joins`);
    return 'start-or-join';
  }
  const { own, recorded } = await claims(settings);
  if (own !== recorded) {
    report(`${pod} has the volume ${own}, the vault began on ${recorded}: it joins and never initialises`);
    return 'start-or-join';
  }
  const folder = settings.required('DATA_FOLDER');
  return decideByData(stateOf(folder), folder, settings, report);
}

function decideByData(state: DataState, folder: string, settings: Settings, report: Report): Decision {
  switch (state) {
    case 'initialised':
      report('the vault is initialised');
      return 'start-or-join';
    case 'begun':
      // No peer can have joined: there was nothing yet that it could have joined.
      report('an earlier start ended before the vault was initialised: what it left is removed');
      clear(folder);
      return 'initialise';
    case 'empty':
      report('the vault is new: it may initialise');
      return 'initialise';
    case 'without-access': {
      const record = settings.required('RECORD');
      throw new Error(
        `${folder} must hold a vault that somebody can log in to, got one whose first start ended too early; nothing is lost: remove the ConfigMap ${record} and the claims of all nodes, then their pods`,
      );
    }
  }
}

/** The UID of this pod's claim, and of the one on which the vault began: this one, when nobody was before. */
async function claims(settings: Settings): Promise<{ readonly own: string; readonly recorded: string }> {
  const api = new KubernetesApi(settings);
  const folder = `/api/v1/namespaces/${settings.required('POD_NAMESPACE')}`;
  const name = settings.required('RECORD');
  const path = `${folder}/persistentvolumeclaims/${settings.required('CLAIM')}`;
  const claim = await api.send('GET', path);
  const own = textIn(objectIn(claim.body, 'metadata'), 'uid');
  if (claim.status !== 200 || own === '') throw refusal('GET', path, claim);
  const record = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { [CLAIM_KEY]: own } };
  const made = await api.send('POST', `${folder}/configmaps`, record);
  if (made.status === 201) return { own, recorded: own };
  if (made.status !== 409) throw refusal('POST', `${folder}/configmaps`, made);
  const found = await api.send('GET', `${folder}/configmaps/${name}`);
  const recorded = textIn(objectIn(found.body, 'data'), CLAIM_KEY);
  if (found.status !== 200 || recorded === '') throw refusal('GET', `${folder}/configmaps/${name}`, found);
  return { own, recorded };
}

function refusal(
  method: string,
  path: string,
  { status, body }: { readonly status: number; readonly body: unknown },
): Error {
  const reason = textIn(body, 'message');
  return new Error(
    `${method} ${path}: the API server must say whose volume is the first, got ${status} ${reason}`,
  );
}
