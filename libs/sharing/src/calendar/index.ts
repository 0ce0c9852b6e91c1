export { isWorkingDay, londonDate, workingDayAfter, workingDaysBefore } from './working-days.js';
