export * from './casework.js';
export * from './measures.js';
export * from './routes.js';
