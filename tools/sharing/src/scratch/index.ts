export { answerFromDatabase, type DatabaseEngine } from './answer.js';
export { askByQuery, askByRowSecurity, askForCases, type Asking, type Seen, type Shown } from './ask.js';
export { Identities } from './identities.js';
export { scratchDatabase, scratchMigrations, type ScratchDatabase } from './scratch-database.js';
export { load, rowsOf } from './world-rows.js';
