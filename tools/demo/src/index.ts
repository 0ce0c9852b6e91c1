export * from './environment.js';
export * from './mail/catcher.js';
