/** One value changed, or removed where it is undefined, and the one fault that it makes. */
export type ValueFault = readonly [path: string, value: unknown, fault: string];

/** Bounds as errors tell them. */
export const DOMAIN =
  'a domain of at least two labels and at most 198 characters in lower case, without scheme, port or final dot';
export const TIME_ZONE = 'a time zone of the IANA database by area and place, or UTC';
export const IMAGE = 'an image pinned by digest, without its registry';

export function label(longest: number): string {
  return `a DNS label of at most ${longest} characters: lower-case letters, digits and hyphens, a letter first`;
}
