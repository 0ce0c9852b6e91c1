export { DEMO_ACCOUNTS } from './accounts.js';
export type { DemoAccount, DemoEnvironment } from './environment.js';
export { loadDemo } from './load-demo.js';
