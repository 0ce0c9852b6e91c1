import { InvalidInputError } from '@concordat/platform-errors';
import { Database, PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';

/** An outcome that a referral can be closed with, from a date to another. */
export class ReferralOutcome extends PartnershipRow {
  declare code: string;
  declare name: string;
  declare achieved: boolean;
  /** ISO dates. */
  declare validFrom: string;
  declare validTo: string | null;
}

export const ReferralOutcomeSchema = defineEntity({
  class: ReferralOutcome,
  tableName: 'referral_outcome',
  properties: { ...partnershipRow, code: p.string(), name: p.string(), achieved: p.boolean(), validFrom: p.date(), validTo: p.date().nullable() },
});

/** What a partnership begins with; the names are its own to change. */
const BEGIN_WITH: readonly Pick<ReferralOutcome, 'code' | 'name' | 'achieved'>[] = [
  { code: 'goals-met', name: 'The person’s goals were met', achieved: true },
  { code: 'goals-partly-met', name: 'Some of the person’s goals were met', achieved: true },
  { code: 'support-ended-early', name: 'The person ended the support early', achieved: false },
  { code: 'moved-to-other-service', name: 'Moved to another service', achieved: false },
  { code: 'not-reached', name: 'Could not be reached', achieved: false },
];

@Injectable()
export class Outcomes {
  constructor(private readonly database: Database) {}

  async inForce(partnershipId: string): Promise<ReferralOutcome[]> {
    const today = DateTime.fromJSDate(this.database.clock.now(), { zone: 'Europe/London' }).toISODate() ?? '';
    const where = { partnershipId, validFrom: { $lte: today }, $or: [{ validTo: null }, { validTo: { $gt: today } }] };
    return this.database.rows(ReferralOutcome).find(where, { orderBy: [{ achieved: 'desc' }, { name: 'asc' }] });
  }

  /** @throws InvalidInputError for an outcome that is not in force */
  async get(partnershipId: string, code: string): Promise<ReferralOutcome> {
    const outcome = (await this.inForce(partnershipId)).find((one) => one.code === code);
    if (!outcome) throw new InvalidInputError([{ path: 'body.transition.outcome', message: 'Choose an outcome' }]);
    return outcome;
  }

  /** Gives a partnership without outcomes those to begin with. */
  async begin(partnershipId: string): Promise<void> {
    const rows = this.database.rows(ReferralOutcome);
    if ((await rows.count({ partnershipId })) > 0) return;
    for (const outcome of BEGIN_WITH) rows.insert({ partnershipId, ...outcome, validFrom: '2000-01-01' });
  }
}
