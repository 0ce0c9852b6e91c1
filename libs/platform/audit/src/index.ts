export { AuditModule, AuditSealingModule, verifyAuditOf, type AuditSealingOptions } from './audit.module.js';
export { auditMigrations } from './audit-migrations.js';
export { AuditChecks, type AuditStanding } from './audit-checks.js';
export { AuditSealer } from './audit-sealer.js';
export { Audit, auditDetailPlace, type AuditAction, type AuditRecord } from './audit.js';
export { Conduct } from './conduct.js';
export { sealEntries, type SealingAs } from './seal-entries.js';
export { HeadFiles, signingKey, verifyingKey, type SignedHead } from './signed-heads.js';
export { readOnly, verifyAudit, verifyAuditCommand, type AuditFault, type AuditProof, type AuditReport } from './verify-audit.js';
