export * from './service-settings.js';
export * from './settings.js';
