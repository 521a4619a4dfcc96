import { isMapping, text } from '../../checks/readers/read';

/**
 * What a second apply of the same document changed, told so that the field is found; empty when it changed nothing.
 */
export function changesBetween(before: unknown, after: unknown): string[] {
  const paths = changedPaths(before, after, '');
  if (paths.length === 0) return [];
  const versions = [before, after].map((object) => text(object, 'metadata.resourceVersion'));
  return [`second apply: must change nothing, changed ${paths.join(', ')} (version ${versions.join(' → ')})`];
}

function changedPaths(before: unknown, after: unknown, path: string): string[] {
  if (!isMapping(before) || !isMapping(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    changedPaths(before[key], after[key], path === '' ? key : `${path}.${key}`),
  );
}
