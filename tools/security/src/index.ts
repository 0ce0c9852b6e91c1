export { findForbidden } from './sources/forbidden.js';
