import { KNOWN_TO_WORK, PEOPLE_INDEX_WORK, WHAT_IF_WORK, type SystemWork } from '@concordat/sharing';

/** Work that sees rows though nobody reads. What is added here comes into force by a new migration with `systemWork(SYSTEM_WORK)`. */
export const SYSTEM_WORK: readonly SystemWork[] = [
  { name: 'referral.changed', sees: 'case', why: 'tells the case on whose behalf a referral was made how it stands' },
  { name: KNOWN_TO_WORK, sees: 'item', why: 'finds who knows a person about whom somebody asks' },
  { name: PEOPLE_INDEX_WORK, sees: 'item', why: 'keeps the tokens by which people are found, for items that were written before each had its own' },
  { name: WHAT_IF_WORK, sees: 'item', why: 'counts what a change of an agreement would open and close' },
];
