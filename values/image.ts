/** An image pinned by its content: `quay.io/keycloak/keycloak:26.8.0@sha256:…`; the tag is for people. */
export type PinnedImage = `${string}@sha256:${string}`;

/** One part of a name, between slashes. @see https://github.com/distribution/reference/blob/v0.6.0/reference.go */
const PART = '[a-z0-9]+(?:(?:[.]|__?|-+)[a-z0-9]+)*';
const PORT = '(?::[0-9]{1,5})?';
const TAG = '(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?';

const PINNED = new RegExp(`^(?:${PART}${PORT}/)?${PART}(?:/${PART})*${TAG}@sha256:[a-f0-9]{64}$`);
const REPOSITORY = new RegExp(`^${PART}${PORT}(?:/${PART})*$`);

/** Whether `reference` names an image by its digest. */
export function isPinned(reference: string): reference is PinnedImage {
  return PINNED.test(reference);
}

/** Whether `reference` is pinned and names no registry of its own: its first part has neither dot nor port. */
export function isPinnedName(reference: string): reference is PinnedImage {
  return isPinned(reference) && !/^[^/@]*[.:][^/@]*\//.test(reference);
}

/** Whether `name` is a registry and a folder in it, to which `/<image>` can be added. */
export function isRepository(name: string): boolean {
  return REPOSITORY.test(name);
}
