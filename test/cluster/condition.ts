import { mappings, text } from '../../checks/readers/read';

/** Status of this condition of an object: `True`, `False` or `Unknown`; undefined where it has none of the type. */
export function conditionOf(object: unknown, type: string): string | undefined {
  const condition = mappings(object, 'status.conditions').find((found) => found['type'] === type);
  return text(condition, 'status');
}
