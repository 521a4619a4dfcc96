import { apiAccess } from '../pod/api-access';
import type { ContainerSettings } from '../pod/template';
import { FOLDERS, INITIALISATION_FILE } from './configuration';
import { DATA, INITIALISED, type VaultSettings } from './props';

/** Volume with the program. */
export const GUARD_FOLDER = 'guard';

/** File of the program. */
export const GUARD_FILE = 'may-initialise.js';

/** Folder of the stanza that the guard may hand on. */
const STANZA_FOLDER = '/stanza';

/**
 * Decides at each start whether this node may initialise an empty vault: only the first one, and only on the volume on which
 * it once began. A second initialisation would make a second, empty vault beside the one that the other nodes serve.
 */
export function guardOf({ guard }: VaultSettings): ContainerSettings {
  return {
    name: 'may-initialise',
    image: guard.image,
    command: ['/nodejs/bin/node', `/${GUARD_FOLDER}/${GUARD_FILE}`],
    env: {
      HOME: '/tmp',
      POD_NAME: { fieldPath: 'metadata.name' },
      POD_NAMESPACE: { fieldPath: 'metadata.namespace' },
      CLAIM: `${DATA}-$(POD_NAME)`,
      RECORD: INITIALISED,
      DATA_FOLDER: FOLDERS.data,
      STANZA_FILE: `${STANZA_FOLDER}/${INITIALISATION_FILE}`,
      TARGET_FILE: `${FOLDERS.initialisation}/${INITIALISATION_FILE}`,
    },
    resources: {
      requests: { cpu: '50m', memory: '64Mi', ephemeralStorage: '16Mi' },
      limits: { memory: '128Mi', ephemeralStorage: '64Mi' },
    },
    volumeMounts: [
      { name: GUARD_FOLDER, mountPath: `/${GUARD_FOLDER}`, readOnly: true },
      { name: 'stanza', mountPath: STANZA_FOLDER, readOnly: true },
      { name: 'initialisation', mountPath: FOLDERS.initialisation },
      // What a start left that ended before it had initialised anything is removed.
      { name: DATA, mountPath: FOLDERS.data },
      apiAccess.volumeMount,
    ],
  };
}
