export * from './protections.js';
export * from './case-path.js';
export * from './consents.js';
export * from './disclosures.js';
export * from './emergency-access.js';
export * from './notices.js';
export * from './standing.js';
export * from './receipts.js';
