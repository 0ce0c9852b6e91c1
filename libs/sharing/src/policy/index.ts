export * from './code-points.js';
export { decide, purpose, purposeOf, type Decision, type Purpose, type Question } from './decide.js';
export { showsFrame } from './frame.js';
export * from './time.js';
export * from './vocabulary.js';
export * from './world.js';
