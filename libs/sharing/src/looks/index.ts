export { recordsOfCase } from './records-of-case.js';
export { LooksAtPeople } from './records-of-person.js';
