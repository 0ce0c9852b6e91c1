import { Audit } from '@concordat/platform-audit';
import { Database, Sealer } from '@concordat/platform-persistence';
import type { Role } from '@concordat/contracts-protocol';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Gate } from '../gate/gate.js';
import { SharingHost } from '../records/host.js';
import { KnownToWord, wordPlace } from './known-to-word.entity.js';
import { Matching, type AskedPerson, type Holding } from './matching.js';

/** What somebody asked of all who know people. */
export interface Ask {
  id: string;
  partnershipId: string;
  caseId: string;
  purpose: string;
  fromAgencyId: string;
  fromUserId: string;
  at: Date;
  why: string;
  /** Who must never learn of the person. */
  neverTo: { agencyIds: readonly string[]; userIds: readonly string[] };
}

/** Who of an agency is told, besides the one who wrote what it knows. */
const TOLD = ['coordinator', 'manager', 'victim-safety', 'information-governance'] as const satisfies readonly Role[];
/** Who is told when whoever asked must never learn of the person. */
export const KEEPS_FROM_ASKER = ['victim-safety', 'information-governance'] as const satisfies readonly Role[];

/** Tells agencies that know a person who asked about them, and why. It is they who decide whether to make contact. */
@Injectable()
export class PassingOn {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly matching: Matching,
    private readonly gate: Gate,
    private readonly host: SharingHost,
    private readonly audit: Audit,
  ) {}

  async passOn(ask: Ask, person: AskedPerson): Promise<void> {
    const holdings = await this.matching.holdings(ask.partnershipId, person, { agencyIds: [ask.fromAgencyId, ...ask.neverTo.agencyIds], caseId: ask.caseId });
    for (const holding of holdings) await this.#tell(ask, holding);
  }

  async #tell(ask: Ask, { agencyId, caseId, subjectId, itemId, addedBy }: Holding): Promise<void> {
    const { partnershipId, fromAgencyId, fromUserId, neverTo } = ask;
    const id = v7();
    const keepFromAsker = await this.#mustNotLearn(ask, subjectId);
    const why = await this.sealer.seal(subjectId, wordPlace(id, 'why'), ask.why);
    this.database.rows(KnownToWord).insert({
      id, partnershipId, askId: ask.id, caseId, subjectId, itemId, agencyId, fromAgencyId, fromUserId, purpose: ask.purpose, askedAt: ask.at, why,
      neverUserIds: [...neverTo.userIds], keepFromAsker,
    });
    await this.database.em.flush();
    await this.audit.record({ action: 'shared', kind: 'known-to', ids: [id], subjectId });
    const passage = await this.gate.toHolders(
      { way: 'known-to', partnershipId, caseId, itemId },
      { agencyId, roles: keepFromAsker ? KEEPS_FROM_ASKER : TOLD, also: keepFromAsker ? [] : [addedBy], never: neverTo.userIds },
    );
    await this.host.notify({ kind: 'known-to-asked', recordId: id, passage });
  }

  /** Whether whoever asked is in the register of the person as this service knows them. */
  async #mustNotLearn({ partnershipId, fromUserId, fromAgencyId }: Ask, subjectId: string): Promise<boolean> {
    const now = this.database.clock.now();
    const rows = await this.database.em.execute<unknown[]>(
      `select 1 from must_not_receive n where n.partnership_id = ? and n.subject_id = ? and (n.user_id = ? or n.agency_id = ?) and n.from_at <= ? and (n.to_at is null or ? < n.to_at) limit 1`,
      [partnershipId, subjectId, fromUserId, fromAgencyId, now, now],
    );
    return rows.length > 0;
  }
}
