export * from './events.js';
export * from './referrals.js';
export * from './states.js';
