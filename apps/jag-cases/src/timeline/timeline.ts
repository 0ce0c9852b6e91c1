import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { TimelineEntry } from './timeline-entry.entity.js';

/** What happened, in codes and ids. */
export interface Happening {
  caseId: string;
  kind: string;
  /** Codes and ids that a page turns into words; nothing that a person wrote. */
  facts?: Record<string, string>;
  /** Seen only by those who may read this item. */
  itemId?: string;
  /** Seen by the case's owner alone. */
  ownerOnly?: boolean;
  /** Unless given, now. */
  at?: Date;
}

/** Keeps a case's timeline, in the transaction that makes what it tells of. */
@Injectable()
export class Timeline {
  constructor(private readonly database: Database) {}

  record({ caseId, kind, facts = {}, itemId, ownerOnly = false, at }: Happening): void {
    const { partnershipId, userId, agencyId } = this.database.scope;
    if (partnershipId === null) throw new Error('A timeline belongs to a case of a partnership');
    this.database.rows(TimelineEntry).insert({
      partnershipId,
      caseId,
      at: at ?? this.database.clock.now(),
      byUserId: userId,
      byAgencyId: agencyId,
      kind,
      facts,
      itemId: itemId ?? null,
      ownerOnly,
    });
  }
}
