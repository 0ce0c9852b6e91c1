export { KNOWN_TO_WORK, knownToWordTable } from './known-to-tables.js';
export { KnownToWordSchema } from './known-to-word.entity.js';
export { PassingOn, type Ask } from './passing-on.js';
export type { AskedPerson } from './matching.js';
