import type { itemView } from '@concordat/contracts-jag-cases';
import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { type ReadItem, Sharing } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

/** A line on what is withheld: who owns it, and why. */
export interface Withheld {
  ownerAgencyId: string;
  reason: 'no-agreement' | 'no-consent';
}

/** Items as pages show them: with why the reader can see each, and what they may be told is withheld. */
@Injectable()
export class ItemViews {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
  ) {}

  async of(read: readonly ReadItem[]): Promise<z.output<typeof itemView>[]> {
    const why = await this.sharing.explainAll(caller().partnershipId, read.map((one) => one.reasons));
    return read.map(({ item, fields, reasons }, index) => ({
      id: item.id,
      version: item.version,
      subjectId: item.subjectId,
      category: item.category,
      ownerAgencyId: item.ownerAgencyId,
      marking: item.marking,
      fields,
      reasons,
      why: why[index] ?? [],
      addedAt: item.createdAt.toISOString(),
      addedByUserId: item.addedBy,
    }));
  }

  /** Lines on items whose owner lets the circle know that they exist, and that the caller may not read. */
  async withheld(caseId: string): Promise<Withheld[]> {
    const question = this.sharing.question(caller());
    const readable = this.sharing.readableItems(question, 'i').condition;
    // A refusal is never told: it hides the case, or the item is marked. What is left is a lack of agreement or of consent.
    const rows = await this.database.em.execute<{ owner_agency_id: string; agreed: boolean }[]>(
      `select i.owner_agency_id, exists (
                select from sharing_permission p
                 where p.partnership_id = i.partnership_id and p.recipient_agency_id = ? and p.owner_agency_id = i.owner_agency_id
                   and p.purpose = c.purpose and p.category = i.category and p.from_at <= ? and ? < p.to_at) as agreed
         from item i join "case" c on c.partnership_id = i.partnership_id and c.id = i.case_id
        where i.partnership_id = ? and i.case_id = ? and i.existence_shown and i.marking = 'none' and not ${readable.text}
        group by 1, 2 order by 1, 2`,
      [question.agencyId, question.at, question.at, question.partnershipId, caseId, ...readable.values],
    );
    return rows.map((row) => ({ ownerAgencyId: row.owner_agency_id, reason: row.agreed ? 'no-consent' : 'no-agreement' }));
  }
}
