export { KNOWN_TO_WORK, knownToWordTable, PEOPLE_INDEX_WORK, tokensByItem } from './known-to-tables.js';
export { KnownToWordSchema } from './known-to-word.entity.js';
export { PeopleIndex, peopleIndexSchedule, PeopleIndexing } from './people-index.js';
export type { AskedPerson } from './matching.js';
