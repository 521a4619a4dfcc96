import { type Fields, text } from './read';

const LONGEST = 80;

/** A value as a message shows it: `'iris'`, `3`, `nothing` where there is none. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const written = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written;
}

/** What a message calls a container: `container 'bento'`. */
export function calledContainer(container: Fields): string {
  return `container ${shown(text(container, 'name'))}`;
}
