import type { ReferenceEntry as Shown, ReferenceList } from '@concordat/contracts-partnership-registry';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { todayInLondon } from '../calendar.js';
import { ReferenceEntry } from './reference-entry.entity.js';

type Details = Pick<ReferenceEntry, 'name' | 'validFrom' | 'validTo' | 'position' | 'healthOrSocialCare'>;

@Injectable()
export class ReferenceLists {
  constructor(
    private readonly database: Database,
    private readonly places: AgencyPlaces,
  ) {}

  /** A whole list, in order; with `on`, what can be chosen on that date. */
  async entries(partnershipId: string, list: ReferenceList, on?: string): Promise<ReferenceEntry[]> {
    const all = await this.database.rows(ReferenceEntry).find({ partnershipId, list }, { orderBy: [{ position: 'asc' }, { code: 'asc' }] });
    return on === undefined ? all : all.filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on < validTo));
  }

  /** @throws RuleError `code-taken` */
  async add(partnershipId: string, list: ReferenceList, entry: Details & { code: string }): Promise<ReferenceEntry> {
    refuseBackwards(entry);
    const rows = this.database.rows(ReferenceEntry);
    if (await rows.findOne({ partnershipId, list, code: entry.code })) throw new RuleError('code-taken', 'Another entry of the list has this code');
    return rows.insert({ partnershipId, list, ...entry });
  }

  async change(partnershipId: string, entryId: string, version: number, details: Details): Promise<ReferenceEntry> {
    refuseBackwards(details);
    const rows = this.database.rows(ReferenceEntry);
    const entry = await rows.get({ partnershipId, id: entryId });
    await rows.change(entry, version, details);
    if (entry.list === 'agency-kinds') await this.places.followKind(partnershipId, entry.code, entry.healthOrSocialCare);
    return entry;
  }

  /** Whether a kind of agency is a health or social care authority. */
  async isHealthOrSocialCare(partnershipId: string, kind: string): Promise<boolean> {
    return (await this.database.rows(ReferenceEntry).findOne({ partnershipId, list: 'agency-kinds', code: kind }))?.healthOrSocialCare ?? false;
  }

  /**
   * Refuses a code that cannot be chosen today; `kept` is what the record has already, which may stay.
   *
   * @throws InvalidInputError at `path`
   */
  async demand(partnershipId: string, list: ReferenceList, code: string, path: string, kept?: string): Promise<void> {
    if (code === kept) return;
    const choices = await this.entries(partnershipId, list, todayInLondon(this.database.clock.now()));
    if (!choices.some((choice) => choice.code === code)) throw new InvalidInputError([{ path, message: 'Select an option from the list' }]);
  }
}

function refuseBackwards({ validFrom, validTo }: Pick<Details, 'validFrom' | 'validTo'>): void {
  if (validTo !== null && validTo < validFrom) {
    throw new InvalidInputError([{ path: 'body.validTo', message: 'The end must be after the start' }]);
  }
}

export const shownEntry = ({ id, list, code, name, validFrom, validTo, position, healthOrSocialCare, version, updatedAt }: ReferenceEntry): Shown => ({
  id,
  list,
  code,
  name,
  validFrom,
  validTo,
  position,
  healthOrSocialCare,
  version,
  updatedAt: updatedAt.toISOString(),
});
