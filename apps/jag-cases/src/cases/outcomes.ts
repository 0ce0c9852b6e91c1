import { InvalidInputError } from '@concordat/platform-errors';
import { Database, PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';
import { londonDate } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';

/** An outcome that a case can be closed with, as a partnership names it, from a date to another. */
export class CaseOutcome extends PartnershipRow {
  declare code: string;
  declare name: string;
  declare positive: boolean;
  /** ISO dates. */
  declare validFrom: string;
  declare validTo: string | null;
}

export const CaseOutcomeSchema = defineEntity({
  class: CaseOutcome,
  tableName: 'case_outcome',
  properties: { ...partnershipRow, code: p.string(), name: p.string(), positive: p.boolean(), validFrom: p.date(), validTo: p.date().nullable() },
});

/** What a partnership begins with; the names are its own to change. */
const BEGIN_WITH: readonly Pick<CaseOutcome, 'code' | 'name' | 'positive'>[] = [
  { code: 'objective-met', name: 'Objective met: the behaviour stopped or was reduced', positive: true },
  { code: 'supported-elsewhere', name: 'Supported by another service that the person takes part in', positive: true },
  { code: 'statutory-route', name: 'Moved to a statutory route', positive: false },
  { code: 'moved-away', name: 'Moved out of the area', positive: false },
  { code: 'support-declined', name: 'Voluntary support was declined, and what could be offered was', positive: false },
  { code: 'criteria-not-met', name: 'No longer meets the criteria', positive: false },
];

@Injectable()
export class Outcomes {
  constructor(private readonly database: Database) {}

  async inForce(partnershipId: string): Promise<CaseOutcome[]> {
    const today = londonDate(this.database.clock.now());
    return this.database
      .rows(CaseOutcome)
      .find({ partnershipId, validFrom: { $lte: today }, $or: [{ validTo: null }, { validTo: { $gt: today } }] }, { orderBy: [{ positive: 'desc' }, { name: 'asc' }] });
  }

  /** @throws InvalidInputError for an outcome that is not in force */
  async get(partnershipId: string, code: string): Promise<CaseOutcome> {
    const outcome = (await this.inForce(partnershipId)).find((one) => one.code === code);
    if (!outcome) throw new InvalidInputError([{ path: 'body.transition.outcome', message: 'Choose an outcome' }]);
    return outcome;
  }

  /** Gives a partnership without outcomes those to begin with. */
  async begin(partnershipId: string): Promise<void> {
    const rows = this.database.rows(CaseOutcome);
    if ((await rows.count({ partnershipId })) > 0) return;
    for (const outcome of BEGIN_WITH) rows.insert({ partnershipId, ...outcome, validFrom: '2000-01-01' });
  }
}
