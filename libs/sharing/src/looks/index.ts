export { recordsOfCase } from './records-of-case.js';
