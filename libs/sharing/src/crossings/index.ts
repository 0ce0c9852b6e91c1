export { Grounds, type Sending } from './grounds.js';
export { AllegationsCross } from './allegations-cross.migration.js';
export { SharingCrossings } from './crossings.migration.js';
export { LinkedRecords } from './linked-records.js';
export { RegisterCrossing } from './register-crossing.js';
