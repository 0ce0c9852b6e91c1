export { CountsThatStand } from './counts-that-stand.migration.js';
export { SettledCountSchema } from './settled-count.entity.js';
export { SettledCounts } from './settled-counts.js';
export { WHAT_IF_WORK, WhatIf, type ProposedChange, type WhatWouldChange } from './what-if.js';
