export { check, type Finding } from './checking/check.js';
export { historyLine, type HistoryLine } from './history/lines.js';
export { readHistory } from './history/read-history.js';
