export * from './policy/index.js';
export * from './scenario/index.js';
