export * from './events.js';
export * from './referrals.js';
export * from './sharing.js';
export * from './states.js';
