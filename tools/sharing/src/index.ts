export { decideFiles, ENGINES, type Engine, type Surroundings } from './decide.js';
export * from './scratch/index.js';
export { worldsAndTimes } from './worlds/index.js';
