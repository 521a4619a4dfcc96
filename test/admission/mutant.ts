import { type Document, parseDocument } from 'yaml';
import type { DistObject } from './documents';

/**
 * A copy of the first object of this kind under the name `mutant`, with one thing changed.
 *
 * @param mutate changes the YAML in place: `(yaml) => yaml.deleteIn(['spec', 'replicas'])`. @default no change
 */
export function mutantOf(
  documents: readonly DistObject[],
  kind: string,
  mutate: (yaml: Document) => unknown = () => undefined,
): DistObject {
  const original = documents.find(({ object }) => object.kind === kind);
  if (original === undefined) throw new Error(`there must be an object of kind ${kind} to make a mutant of`);
  const yaml = parseDocument(original.yaml);
  yaml.setIn(['metadata', 'name'], 'mutant');
  mutate(yaml);
  return { title: `mutant of ${original.title}`, yaml: yaml.toString(), object: yaml.toJS() };
}
