export { fieldsOfPlan, planOf, type PlannedContact } from './plan-fields.js';
export { SafeContact, type Reached } from './safe-contact.js';
export { SafeContactPlans, type KeptPlan } from './safe-contact-plans.js';
export { Gate, type Audience, type NeverTo } from './gate.js';
export { WAYS_OUT, type Leaving, Passage, type WayOut } from './passage.js';
