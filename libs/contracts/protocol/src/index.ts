export * from './dead-letters.js';
export * from './event.js';
export * from './route.js';
export * from './services.js';
export * from './values.js';
