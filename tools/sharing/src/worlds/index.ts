export { disagreements, Tally, type Disagreement } from './disagreements.js';
export { worlds, worldsAndTimes } from './worlds.js';
