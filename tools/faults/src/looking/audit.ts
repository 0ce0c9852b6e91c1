import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { readOnly, verifyAudit, type AuditProof } from '@concordat/platform-audit';
import type { HistoryLine } from '../history/lines.js';
import { query, type Databases } from './database.js';

/** What proves the end of each service's chain, from outside its database. */
export type AuditProofs = (service: ServiceName) => Promise<AuditProof>;

/** What each service's audit has of the run, and whether its chain is whole: processes were killed that sealed it. */
export async function auditOf(databases: Databases, since: Date, proof: AuditProofs): Promise<HistoryLine[]> {
  const found = SERVICE_NAMES.map(async (service): Promise<HistoryLine[]> => {
    const entries = await query<{ action: string; record: string; times: number }>(
      databases(service),
      'select action, kind as record, count(*)::int as times from audit_entry where at >= $1 group by 1, 2',
      [since],
    );
    const heads = await proof(service);
    const report = await readOnly(databases(service), (client) => verifyAudit(client, heads));
    const faults = report.faults.map(({ kind, batch, entryId }) => `batch ${batch}: ${entryId === undefined ? kind : `entry ${entryId} ${kind}`}`);
    return [...entries.map((entry): HistoryLine => ({ kind: 'audited', service, ...entry })), { kind: 'audit', service, entries: report.entries, faults }];
  });
  return (await Promise.all(found)).flat();
}
