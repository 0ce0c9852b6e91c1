export * from './dead-letters.js';
export * from './event.js';
export * from './law/conditions.js';
export * from './law/gateways.js';
export * from './route.js';
export * from './services.js';
export * from './sharing/index.js';
export * from './values.js';
