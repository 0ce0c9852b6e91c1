import type { OutputOf, simulatorRoutes } from '@concordat/contracts-protocol';
import { DENIAL_CODES, grantTried, consentTried } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Explanation, GrantTried } from '../policy/explain.js';
import { recordCondition } from '../query/conditions.js';
import { readerOf } from '../query/reader.js';
import { sql } from '../query/sql.js';
import { uuids } from '../items/item-reading.js';
import { Sharing } from '../service/sharing.js';
import type { SimulatedItem } from './simulated-items.js';

type Tried = NonNullable<OutputOf<ReturnType<typeof simulatorRoutes>['answer']>['tried']>;

interface AgreementRow {
  id: string;
  name: string;
  terms: { id: string; number: number }[];
}

/** Puts an explanation into what the one who asked may know: names of agreements, and of records of consent those that they may know of. */
@Injectable()
export class Tellings {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
  ) {}

  async tell(explanation: Explanation, { item, agencyId }: { item: SimulatedItem; agencyId: string }): Promise<Tried> {
    const { answer, refusals, grants, consents } = explanation;
    const named = await this.#agreements(grants);
    const concerning = grants.filter((grant) => concerns(grant));
    const known = await this.#known(item, consents.map(({ record }) => record.id));
    const decidedAt = await this.#decidedAt(grants);
    return {
      decision: answer.decision,
      fields: answer.fields,
      reasons: answer.decision === 'deny' ? answer.reasons.flatMap((reason) => DENIAL_CODES.filter((code) => code === reason)) : [],
      why: answer.decision === 'permit' ? (await this.sharing.explain(caller().partnershipId, answer.reasons)).map((line) => toThem(line, agencyId === caller().agencyId)) : [],
      refusals,
      grants: concerning.map((grant) => told(grant, named, decidedAt)),
      otherTerms: grants.length - concerning.length,
      // Of records that do not bear on the answer, only those are told that the asker may know of anyway.
      consents: consents
        .filter(({ record, standing }) => known.has(record.id) || !standing.startsWith('other-'))
        .map(({ record, standing }): z.output<typeof consentTried> => ({
          record: known.has(record.id)
            ? { id: record.id, givenBy: record.givenBy, decision: record.given ? 'given' : 'refused', recordedAt: new Date(record.recordedAt).toISOString() }
            : null,
          standing,
        })),
    };
  }

  async #agreements(grants: readonly GrantTried[]): Promise<Map<string, AgreementRow>> {
    const ids = [...new Set(grants.flatMap(({ reason }) => (reason.startsWith('term:') ? [idsOf(reason)[0] ?? ''] : [])))];
    const rows = await this.database.em.execute<AgreementRow[]>('select id, name, terms from agreement_projection where partnership_id = ? and id = any (?::uuid[])', [
      caller().partnershipId, uuids(ids),
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async #decidedAt(grants: readonly GrantTried[]): Promise<Map<string, { at: string; emergency: boolean }>> {
    const ids = grants.flatMap(({ reason }) => (reason.startsWith('disclosure:') ? idsOf(reason) : []));
    const rows = await this.database.em.execute<{ id: string; authorised_at: Date; kind: string }[]>(
      'select id, authorised_at, kind from disclosure where partnership_id = ? and id = any (?::uuid[])', [caller().partnershipId, uuids(ids)],
    );
    return new Map(rows.map((row) => [row.id, { at: new Date(row.authorised_at).toISOString(), emergency: row.kind === 'emergency' }]));
  }

  /** Of records of consent, those that the asker may know of: their agency owns the case, or the record names it. */
  async #known({ subjectId, caseId }: SimulatedItem, ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select k.id from consent k
        left join consent_statement s on s.partnership_id = k.partnership_id and s.consent_id = k.id
        join sharing_case c on c.partnership_id = k.partnership_id and c.id = coalesce(s.case_id, ${caseId}::uuid)
       where k.partnership_id = ${question.partnershipId}::uuid and k.subject_id = ${subjectId}::uuid and k.id = any (${uuids(ids)}::uuid[])
         and ${recordCondition(readerOf(question), 'c', sql`k.recipient_agency_ids || s.recorded_for_agency_id`)}`;
    const rows = await this.database.em.execute<{ id: string }[]>(text, [...values]);
    return new Set(rows.map(({ id }) => id));
  }
}

const idsOf = (reason: string): string[] => reason.slice(reason.indexOf(':') + 1).split('/');

/** Reasons are worded for who has the permit. */
const toThem = (line: string, own: boolean): string => line.replace('Your agency owns', own ? 'Your agency owns' : 'Their agency owns').replace('Opened by you', 'Opened by them');

/** A term that is not between the two agencies can only be said not to apply; all else is told clause by clause. */
function concerns({ reason, clauses }: GrantTried): boolean {
  return !reason.startsWith('term:') || clauses.every(({ clause, holds }) => holds || !BETWEEN.has(clause));
}
const BETWEEN: ReadonlySet<string> = new Set(['not-owner', 'from-owner', 'to-recipient']);

function told({ reason, clauses, fields }: GrantTried, named: ReadonlyMap<string, AgreementRow>, decided: ReadonlyMap<string, { at: string; emergency: boolean }>): z.output<typeof grantTried> {
  const rest = { clauses, fields };
  if (reason === 'own') return { kind: 'own', agreement: null, decidedAt: null, ...rest };
  const [first = '', termId] = idsOf(reason);
  if (reason.startsWith('term:')) {
    const agreement = named.get(first);
    const term = agreement?.terms.find((one) => one.id === termId);
    return { kind: 'term', agreement: { id: first, name: agreement?.name ?? '', term: term?.number ?? 0 }, decidedAt: null, ...rest };
  }
  const found = decided.get(first);
  return { kind: found?.emergency === true ? 'emergency' : 'disclosure', agreement: null, decidedAt: found?.at ?? null, ...rest };
}
