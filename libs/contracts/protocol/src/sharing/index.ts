export * from './protections.js';
export * from './standing.js';
