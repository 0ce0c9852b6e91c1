export { faultsOfAccess } from './access-table.js';
export { faultsOfAnswers, faultsOfTable, HOLDINGS, STANDINGS, type FoundCell, type StatedCells } from './cells.js';
export { aDeadLetter, everybodyOf, keepWrites, known, undoWrites, type Everybody } from './everybody.js';
