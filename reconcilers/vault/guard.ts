import { copyFileSync, writeFileSync } from 'node:fs';
import type { Report } from '../engine/report';
import type { Settings } from '../engine/settings';
import { clear, type DataState, stateOf } from './data-folder';
import { beginningOf } from './record';

/** What a node does at its start. */
type Decision = 'initialise' | 'start-or-join';

/**
 * Decides whether this node may initialise an empty vault, and hands it the stanza or an empty file.
 *
 * Only the first node may, and only on the volume on which the vault once began: the first one to ask writes the UID of its
 * claim down in a ConfigMap. A node with another volume lost its own; were it to initialise, there would be a second,
 * empty vault beside the one that its peers serve (openbao#3652).
 *
 * A disk can be emptied under the same claim, so the claim alone does not do: the reconciler marks the record before it
 * writes anything, and no vault begins after that. Peers need not be asked: until the mark nobody could have written a
 * value, since the reconciler makes the roles for that.
 *
 * Whatever cannot be found out ends the program with an error, so that the node does not start.
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
  const { own, recorded, hasServed } = await beginningOf(settings);
  if (own !== recorded) {
    report(`${pod} has the volume ${own}, the vault began on ${recorded}: it joins and never initialises`);
    return 'start-or-join';
  }
  if (hasServed) {
    report(
      'the vault has served before: with its data this node goes on, without it joins and never initialises',
    );
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
      // The vault has not served yet, so what is removed holds nothing.
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
