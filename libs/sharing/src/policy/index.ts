export * from './code-points.js';
export { CONSENT_STANDINGS, consentFor, giverFault, type ConsentSought, type ConsentStanding, type GiverAsked, type GiverFault } from './consent.js';
export { decide, purpose, purposeOf, type Decision, type Purpose, type Question } from './decide.js';
export * from './explain.js';
export { showsFrame } from './frame.js';
export * from './time.js';
export * from './vocabulary.js';
export * from './world.js';
export { indexOf, type WorldIndex } from './world-index.js';
