import { stateOf } from '../synth/state';

/** Why nothing may be concluded from `dist/` as it stands; undefined when no run is at it or was interrupted. */
export function unsettled(): string | undefined {
  const state = stateOf(process.cwd());
  switch (state.name) {
    case 'settled':
      return undefined;
    case 'running':
      return `dist/ is being written by process ${state.pid}`;
    case 'interrupted':
      return `dist/: ${state.message}`;
  }
}
