export { DEMO_ACCOUNTS } from './accounts.js';
export { callService, Refused, type CallOptions } from './calling/service-call.js';
export { PASSWORD, PEOPLE, type PersonKey } from './content/people.js';
export type { DemoAccount, DemoEnvironment } from './environment.js';
export { loadDemo } from './load-demo.js';
