export * from './measures.js';
export * from './routes.js';
