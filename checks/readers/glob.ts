/**
 * Whether a pattern of an AppProject matches a value: `*` stands for any text, a leading `!` for its opposite.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/project-specification/
 */
export function globMatches(pattern: string, value: string): boolean {
  if (pattern.startsWith('!')) return !globMatches(pattern.slice(1), value);
  if (!isPattern(pattern)) return pattern === value;
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}

/** Whether a pattern may match more than one value. */
export function isPattern(pattern: string): boolean {
  return pattern.includes('*') || pattern.startsWith('!');
}
