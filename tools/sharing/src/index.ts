export { decideFiles, ENGINES, type Engine, type Surroundings } from './decide.js';
export * from './scratch/index.js';
