export * from './events.js';
export * from './sessions.js';
