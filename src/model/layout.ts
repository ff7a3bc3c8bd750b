/**
 * Version of the layout of the cache: its keys, and what their values look like. Whoever changes what is written so that an
 * older program, or this one with an older cache, would misread it, counts it up and adds a migration in `src/store/`.
 */
export const LAYOUT = 1;
