import { contactCard } from '@concordat/contracts-partnership-registry';
import { Database, Sealer, SubjectKeys, type SealedPlace } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

/** A membership whose holder can be written to. */
export interface ContactOf {
  partnershipId: string;
  membershipId: string;
  userId: string;
}

interface Row {
  id: string;
  card: Buffer;
}

const placeOf = (membershipId: string): SealedPlace => ({ table: 'contact', column: 'card', rowId: membershipId });

/** How to write to members of staff: names and addresses, sealed under a key of each person's own. */
@Injectable()
export class Contacts {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly keys: SubjectKeys,
  ) {}

  async keep({ partnershipId, membershipId, userId }: ContactOf, version: number, card: z.output<typeof contactCard>): Promise<void> {
    await this.keys.create(userId);
    await this.database.write(
      `insert into contact (id, partnership_id, version, user_id, card) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set version = excluded.version, user_id = excluded.user_id, card = excluded.card, updated_at = now()`,
      [membershipId, partnershipId, version, userId, await this.sealer.seal(userId, placeOf(membershipId), card)],
    );
  }

  /** The person's address as it was told last; null when none was told yet, or it was removed. */
  async addressOf(partnershipId: string, userId: string): Promise<string | null> {
    const rows = await this.database.em.execute<Row[]>(
      `select c.id, c.card from contact c left join membership_projection m on m.partnership_id = c.partnership_id and m.id = c.id
        where c.partnership_id = ? and c.user_id = ? order by coalesce(m.active, false) desc, c.updated_at desc limit 1`,
      [partnershipId, userId],
    );
    const cards = await this.sealer.openMany<unknown>(rows.map(({ id, card }) => ({ subjectId: userId, place: placeOf(id), sealed: card })));
    const [card] = cards;
    return card === undefined || card === null ? null : contactCard.parse(card).email;
  }
}
