export { ErasedBefore, erasedBeforeSchedule } from './erased-before.js';
export { ErasureRecordSchema } from './erasure.entity.js';
export { ErasureTables } from './erasures.migration.js';
