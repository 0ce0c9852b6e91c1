export * from './notices.js';
export * from './preferences.js';
