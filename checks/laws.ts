import type { Law } from './law';

/** Every law; a new one is a file in `laws/` and a line here. */
export const laws: readonly Law[] = [];
