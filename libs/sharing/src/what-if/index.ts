export { WHAT_IF_WORK, WhatIf, type ProposedChange, type WhatWouldChange } from './what-if.js';
