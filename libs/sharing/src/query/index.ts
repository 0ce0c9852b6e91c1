export { type ReaderQuestion } from './reader.js';
export { conditionKey, itemPage, readableCaseKey, readableCases, readableItemKey, readableItems, type ItemPage, type ReadableItems } from './readable.js';
export { name, sql, Sql } from './sql.js';
