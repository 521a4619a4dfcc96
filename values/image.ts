/** An image pinned by its content: `quay.io/keycloak/keycloak:26.8.0@sha256:…`; the tag is for people. */
export type PinnedImage = `${string}@sha256:${string}`;

const PINNED = /^[a-z0-9][a-z0-9._:/-]*(:[\w][\w.-]{0,127})?@sha256:[a-f0-9]{64}$/;

/** Whether `reference` names an image by its digest. */
export function isPinned(reference: string): reference is PinnedImage {
  return PINNED.test(reference);
}
