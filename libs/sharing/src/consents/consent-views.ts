import type { CONSENT_STATES, ConsentView } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { sql, type Sql } from '../query/sql.js';
import { CaseSight, type SeenCase } from '../records/case-sight.js';
import { ConsentRecord } from '../tables/entities.js';
import { ConsentStatement, statementPlace, type StatementContent, type WithdrawalContent } from './consent-statement.entity.js';

export type ConsentState = (typeof CONSENT_STATES)[number];

/** A record of consent that the caller may know of, with what stands behind it. */
export interface KnownConsent {
  consent: ConsentRecord;
  statement: ConsentStatement | null;
  /** The day on which it was decided, where that was kept. */
  decidedOn: string | null;
  view: ConsentView;
}

interface KnownRow {
  id: string;
  in_force: boolean;
}

/** Records of consent as people see them: the case's owner, the agencies that a record names, information governance of both. */
@Injectable()
export class ConsentViews {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sight: CaseSight,
    private readonly audit: Audit,
  ) {}

  /** Of a case, the newest first. */
  async of(found: SeenCase): Promise<KnownConsent[]> {
    return this.#known(found, sql`true`);
  }

  /** @throws NotFoundError for a record that the caller may not know of, as for one that never was */
  async one(found: SeenCase, consentId: string): Promise<KnownConsent> {
    const [known] = await this.#known(found, sql`k.id = ${consentId}::uuid`);
    if (!known) throw new NotFoundError('consent');
    return known;
  }

  async #known(found: SeenCase, where: Sql): Promise<KnownConsent[]> {
    const { partnershipId } = found;
    const now = this.database.clock.now().toISOString();
    // A record without a statement hangs on no case: it is of every case of its subject and purpose.
    const query = sql`select k.id, exists (select from sharing_consent_period p
              where p.partnership_id = k.partnership_id and p.consent_id = k.id and p.from_at <= ${now}::timestamptz and ${now}::timestamptz < p.to_at) as in_force
       from sharing_case c
       join case_subject cs on cs.partnership_id = c.partnership_id and cs.case_id = c.id
       join consent k on k.partnership_id = c.partnership_id and k.subject_id = cs.subject_id and k.purpose = c.purpose
       left join consent_statement s on s.partnership_id = k.partnership_id and s.consent_id = k.id
      where c.partnership_id = ${partnershipId}::uuid and c.id = ${found.id}::uuid and (s.id is null or s.case_id = c.id) and (${where})
        and ${this.sight.knows(sql`k.recipient_agency_ids || s.recorded_for_agency_id`)}`;
    const rows = await this.database.em.execute<KnownRow[]>(query.text, [...query.values]);
    const ids = rows.map(({ id }) => id);
    const inForce = new Set(rows.filter((row) => row.in_force).map(({ id }) => id));
    const consents = await this.database.rows(ConsentRecord).find({ partnershipId, id: { $in: ids } }, { orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }] });
    const statements = await this.database.rows(ConsentStatement).find({ partnershipId, consentId: { $in: ids } });
    if (ids.length > 0) await this.audit.record({ action: 'viewed', kind: 'consent', ids });
    return Promise.all(
      consents.map((consent) => this.#one(found, consent, statements.find(({ consentId }) => consentId === consent.id) ?? null, inForce.has(consent.id))),
    );
  }

  async #one(found: SeenCase, consent: ConsentRecord, statement: ConsentStatement | null, inForce: boolean): Promise<KnownConsent> {
    const { subjectId } = consent;
    const content = statement && (await this.sealer.open<StatementContent>(subjectId, statementPlace(statement.id, 'content'), statement.content));
    const withdrawal =
      statement && statement.withdrawal !== null ? await this.sealer.open<WithdrawalContent>(subjectId, statementPlace(statement.id, 'withdrawal'), statement.withdrawal) : null;
    const view: ConsentView = {
      id: consent.id,
      version: consent.version,
      caseId: statement?.caseId ?? null,
      subjectId,
      purpose: consent.purpose,
      state: stateOf(consent, inForce, this.database.clock.now()),
      decision: consent.decision,
      givenBy: consent.givenBy,
      recipientAgencyIds: consent.recipientAgencyIds,
      categories: consent.categories,
      recordedAt: consent.recordedAt.toISOString(),
      expiresAt: consent.expiresAt?.toISOString() ?? null,
      withdrawnAt: consent.withdrawnAt?.toISOString() ?? null,
      invalidatedAt: found.owner ? (consent.invalidatedAt?.toISOString() ?? null) : null,
      recordedByUserId: statement?.recordedByUserId ?? null,
      recordedForAgencyId: statement?.recordedForAgencyId ?? null,
      statement: content,
      withdrawal,
      mayWithdraw: consent.decision === 'given' && consent.withdrawnAt === null && caller().roles.some((role) => role === 'practitioner' || role === 'coordinator' || role === 'manager'),
    };
    return { consent, statement, decidedOn: content?.decidedOn ?? null, view };
  }
}

/** How a record stands. `inForce`: whether it is the one that decides, for any of its recipients and categories. */
export function stateOf({ decision, withdrawnAt, expiresAt, invalidatedAt }: ConsentRecord, inForce: boolean, now: Date): ConsentState {
  if (decision === 'refused') return 'refused';
  if (inForce) return 'in-force';
  if (invalidatedAt !== null && invalidatedAt <= now) return 'not-counted';
  if (withdrawnAt !== null && withdrawnAt <= now) return 'withdrawn';
  return expiresAt !== null && expiresAt <= now ? 'ended' : 'not-counted';
}
