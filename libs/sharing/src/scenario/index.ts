export * from './parse.js';
export { scenario, type Scenario } from './schema.js';
export { type Fault } from './validity.js';
export * from './world.js';
