import { containersOf } from '../pods';
import { at, list, mappings } from '../read';
import { calledContainer, shown } from '../show';
import { addedCapabilities, BASELINE_IN_RESTRICTED, CONFINED, procMount } from './baseline';
import { type Bound, type Control, everywhere, everywhereSet, onLinux, unlessUserNamespace } from './control';

const TRUE: Bound = { allows: (value) => value === true, words: 'true' };
const NOT_ROOT: Bound = { allows: (value) => value !== 0, words: 'above 0' };

const VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const volumes: Control = function* ({ spec }) {
  for (const { name, ...sources } of mappings(spec, 'volumes')) {
    for (const [source, value] of Object.entries(sources)) {
      if (value !== undefined && value !== null && !VOLUMES.has(source)) {
        yield `volume ${shown(name)} must be one of ${[...VOLUMES].join(', ')}, got \`${source}\``;
      }
    }
  }
};

const noEscalation: Control = function* (pods) {
  for (const container of containersOf(pods)) {
    const value = at(container, 'securityContext.allowPrivilegeEscalation');
    if (value !== false) {
      yield `\`securityContext.allowPrivilegeEscalation\` of ${calledContainer(container)} must be false, got ${shown(value)}`;
    }
  }
};

const droppedCapabilities: Control = function* (pods) {
  for (const container of containersOf(pods)) {
    const dropped = list(container, 'securityContext.capabilities.drop');
    if (!dropped.includes('ALL')) {
      yield `\`securityContext.capabilities.drop\` of ${calledContainer(container)} must hold ALL, got ${shown(dropped)}`;
    }
  }
};

/** The whole profile `restricted`, the part of `baseline` that it does not tighten included. */
export const RESTRICTED: readonly Control[] = [
  ...BASELINE_IN_RESTRICTED,
  volumes,
  onLinux(noEscalation),
  onLinux(droppedCapabilities),
  onLinux(addedCapabilities(['NET_BIND_SERVICE'])),
  onLinux(everywhereSet('seccompProfile.type', CONFINED)),
  procMount,
  unlessUserNamespace(everywhereSet('runAsNonRoot', TRUE)),
  unlessUserNamespace(everywhere('runAsUser', NOT_ROOT)),
];
