import { CATEGORIES } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { itemsByKind } from './kinds-of-information.js';
import { SettledCount } from './settled-count.entity.js';
import { settled } from './told-counts.js';

const countedKind = z
  .object({ purpose: z.string(), category: z.enum(CATEGORIES), agency_id: z.string(), everybody: z.number(), consenting: z.number() })
  .transform(({ agency_id: agencyId, ...rest }) => ({ ...rest, agencyId }));

export type CountedKind = z.output<typeof countedKind>;

/** How many items an agency owns of each kind, as it is told: what was told before stands until it is five or more away. */
@Injectable()
export class SettledCounts {
  constructor(private readonly database: Database) {}

  /** Inside the open transaction; two that ask for one agency wait for each other, so that both are told the same. */
  async of(partnershipId: string, ownerAgencyId: string): Promise<CountedKind[]> {
    await this.database.em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`settled-count ${partnershipId} ${ownerAgencyId}`]);
    const rows = this.database.rows(SettledCount);
    const stood = await rows.find({ partnershipId, ownerAgencyId });
    const counted = z.array(countedKind).parse(await this.database.em.execute<unknown[]>(itemsByKind, [partnershipId, ownerAgencyId, this.database.clock.now()]));
    const told: CountedKind[] = [];
    for (const kind of [...counted, ...stood.filter((one) => !counted.some((other) => isSame(one, other))).map(goneFrom)]) {
      const before = stood.find((one) => isSame(one, kind)) ?? null;
      const counts = { everybody: settled(before?.everybody ?? null, kind.everybody), consenting: settled(before?.consenting ?? null, kind.consenting) };
      const { purpose, category, agencyId } = kind;
      if (before === null) rows.insert({ partnershipId, ownerAgencyId, agencyId, purpose, category, ...counts });
      else if (before.everybody !== counts.everybody || before.consenting !== counts.consenting) await rows.change(before, before.version, counts);
      told.push({ purpose, category, agencyId, ...counts });
    }
    await this.database.em.flush();
    return told;
  }
}

type Kind = Pick<CountedKind, 'purpose' | 'category' | 'agencyId'>;

const isSame = (one: Kind, other: Kind): boolean => one.purpose === other.purpose && one.category === other.category && one.agencyId === other.agencyId;

const goneFrom = ({ purpose, category, agencyId }: Kind): CountedKind => ({ purpose, category, agencyId, everybody: 0, consenting: 0 });
