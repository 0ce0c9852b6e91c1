export { type ReaderQuestion } from './reader.js';
export { itemPage, readableCaseKey, readableCases, readableItemKey, readableItems, type ItemPage, type ReadableItems } from './readable.js';
export { name, sql, Sql } from './sql.js';
