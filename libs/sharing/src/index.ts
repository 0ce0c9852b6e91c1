export * from './items/index.js';
export * from './policy/index.js';
export * from './query/index.js';
export * from './receipts/index.js';
export * from './scenario/index.js';
export * from './service/index.js';
export * from './tables/index.js';
