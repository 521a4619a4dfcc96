import { list, mappings, strings, text } from './read';
import { shown } from './show';

/** Labels as kubectl takes them: `'app=iris,tier=web'`; `none` where there are none. */
export function shownLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'none' : `'${pairs.join(',')}'`;
}

/** A label selector as a message shows it: `'app=iris'`, with its expressions as they stand. */
export function shownSelector(selector: unknown): string {
  const expressions = mappings(selector, 'matchExpressions');
  const labels = strings(selector, 'matchLabels');
  if (expressions.length === 0) return shownLabels(labels);
  return `${shownLabels(labels)} with ${shown(expressions)}`;
}

/**
 * Labels of a pod that nobody renders but that a selector asks for: those it wants to be equal, and the first value of
 * each list.
 */
export function labelsWantedBy(selector: unknown): Readonly<Record<string, string>> {
  const listed = mappings(selector, 'matchExpressions')
    .filter((requirement) => text(requirement, 'operator') === 'In')
    .map((requirement) => [text(requirement, 'key') ?? '', list(requirement, 'values')[0]]);
  return { ...strings(Object.fromEntries(listed)), ...strings(selector, 'matchLabels') };
}

/** Labels under the keys that a selector asks for; all of them where it asks for none that is there. */
export function labelsAskedFor(
  selector: unknown,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const keys = [
    ...Object.keys(strings(selector, 'matchLabels')),
    ...mappings(selector, 'matchExpressions').map(({ key }) => key),
  ];
  const asked = Object.entries(labels).filter(([key]) => keys.includes(key));
  return asked.length === 0 ? labels : Object.fromEntries(asked);
}
