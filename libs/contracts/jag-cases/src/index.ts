export * from './cases.js';
export * from './events.js';
export * from './meetings.js';
export * from './nominations.js';
export * from './sharing.js';
export * from './states.js';
