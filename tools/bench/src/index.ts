export { inTurn, inWords, measured, type Contender, type Measured } from './measured.js';
