export { AuditModule, AuditSealingModule, type AuditSealingOptions } from './audit.module.js';
export { auditMigrations } from './audit-migrations.js';
export { AuditSealer } from './audit-sealer.js';
export { Audit, auditDetailPlace, type AuditAction, type AuditRecord } from './audit.js';
export { sealEntries } from './seal-entries.js';
export { verifyAudit, verifyAuditCommand, type AuditFault, type AuditReport } from './verify-audit.js';
