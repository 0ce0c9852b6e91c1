export { decideFiles, type Streams } from './decide.js';
