import { holderOf } from './lock';
import { type Place, placeOf } from './place';
import { kindAt } from './scan';
import { UNTOUCHED, withFaults } from './trouble';

/** What the last run left of `dist/`. */
export type State =
  /** Nothing to finish: `dist/` is what the last run, or git, made of it. */
  | { readonly name: 'settled' }
  /** A run is at it now. */
  | { readonly name: 'running'; readonly pid: number }
  /** A run was killed, and the next one has to finish it. */
  | { readonly name: 'interrupted'; readonly message: string };

/** Looks whether a run of a project was interrupted. Changes nothing and takes no lock, as `--check` needs it. */
export function stateOf(project: string): State {
  return withFaults(project, UNTOUCHED, () => {
    const place = placeOf(project);
    const pid = holderOf(place.scratch);
    if (pid !== undefined) return { name: 'running', pid };
    const message = interruption(place);
    return message === undefined ? { name: 'settled' } : { name: 'interrupted', message };
  });
}

function interruption({ undoing, committed, staging }: Place): string | undefined {
  if (kindAt(undoing) !== undefined) {
    return 'a run was interrupted while it put the old files back into `dist/`; the next `npm run synth` rolls it back';
  }
  if (kindAt(committed) !== undefined) {
    return 'a run was interrupted while it wrote `dist/`; the next `npm run synth` completes it';
  }
  if (kindAt(staging) === undefined) return undefined;
  return 'a run was interrupted before it changed `dist/`; the next `npm run synth` rolls it back';
}
