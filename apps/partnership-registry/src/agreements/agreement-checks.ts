import type { addAgreement } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { InvalidInputError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { AgencyPlace } from '../agencies/agency.entity.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { ReferenceLists } from '../reference-lists/reference-lists.js';
import { limitsOf } from './agreement-faults.js';
import type { Agreement } from './agreement.entity.js';

type Details = InputOf<typeof addAgreement>['body'];
type NewTerm = Details['terms'][number];

/** What is refused as it is written, because it contradicts itself or names what there is not. What is only missing yet, is not. */
@Injectable()
export class AgreementChecks {
  constructor(
    private readonly database: Database,
    private readonly places: AgencyPlaces,
    private readonly lists: ReferenceLists,
  ) {}

  /** @param kept what was written before: an agency or a choice that has gone since may stay */
  async demand(partnershipId: string, details: Details, kept?: Agreement): Promise<void> {
    const { validFrom, validTo, reviewOn, parties, purposes, terms } = details;
    if (validTo <= validFrom) throw invalid('body.validTo', 'The end must be after the start');
    if (reviewOn !== null && (reviewOn <= validFrom || reviewOn > validTo)) throw invalid('body.reviewOn', 'The review must be after its first day, and no later than its end');
    const agencyIds = parties.map(({ agencyId }) => agencyId);
    if (new Set(agencyIds).size !== agencyIds.length) throw invalid('body.parties', 'An agency can be a party once');
    await this.places.demand(partnershipId, agencyIds, 'body.parties', kept?.parties.map(({ agencyId }) => agencyId));
    for (const purpose of purposes) await this.#demandPurpose(partnershipId, purpose, 'body.purposes', kept);
    const healthOrSocialCare = terms.length === 0 ? new Set<string>() : await this.healthOrSocialCare(partnershipId);
    for (const [index, term] of terms.entries()) {
      await this.#demandTerm(partnershipId, term, `body.terms.${index}`, kept);
      const [limit] = limitsOf(term, agencyIds, healthOrSocialCare);
      if (limit !== undefined) throw invalid(`body.terms.${index}.gateway`, limit);
    }
  }

  /** Agencies of the partnership that are health or social care authorities. */
  async healthOrSocialCare(partnershipId: string): Promise<Set<string>> {
    const places = await this.database.rows(AgencyPlace).find({ partnershipId, healthOrSocialCare: true });
    return new Set(places.map(({ agencyId }) => agencyId));
  }

  async #demandTerm(partnershipId: string, term: NewTerm, path: string, kept?: Agreement): Promise<void> {
    await this.#demandPurpose(partnershipId, term.purpose, `${path}.purpose`, kept);
    if (term.gateway !== null && !(kept?.terms.some(({ gateway }) => gateway === term.gateway) ?? false)) {
      await this.lists.demand(partnershipId, 'gateways', term.gateway, `${path}.gateway`);
    }
    const known = kept?.terms.flatMap(({ from, to }) => [from, to].flat());
    if (term.from !== '*') await this.places.demand(partnershipId, term.from, `${path}.from`, known);
    if (term.to !== '*') await this.places.demand(partnershipId, term.to, `${path}.to`, known);
    if (Object.keys(term.categories).length === 0) throw invalid(`${path}.categories`, 'Select at least one category');
  }

  async #demandPurpose(partnershipId: string, purpose: string, path: string, kept?: Agreement): Promise<void> {
    if (kept?.purposes.includes(purpose)) return;
    await this.lists.demand(partnershipId, 'purposes', purpose, path);
  }
}

const invalid = (path: string, message: string): InvalidInputError => new InvalidInputError([{ path, message }]);
