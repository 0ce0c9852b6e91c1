export { Gate, type Audience, type NeverTo } from './gate.js';
export { WAYS_OUT, type Leaving, Passage, type WayOut } from './passage.js';
