export * from './code-points.js';
export { CONSENT_STANDINGS, giverFault, type ConsentStanding, type GiverAsked, type GiverFault } from './consent.js';
export { decide, purpose, purposeOf, type Decision, type Purpose, type Question } from './decide.js';
export * from './explain.js';
export { showsFrame } from './frame.js';
export * from './time.js';
export * from './vocabulary.js';
export * from './world.js';
