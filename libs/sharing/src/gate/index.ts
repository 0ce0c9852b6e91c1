export { Gate, type Audience } from './gate.js';
export { WAYS_OUT, type Leaving, Passage, type WayOut } from './passage.js';
