import { Injectable } from '@nestjs/common';
import { findPeople, findPeopleLikeNominated, type NominationAnswers } from '@concordat/contracts-jag-cases';
import { Services } from '../../services/services.js';
import type { Nomination } from '../nomination.js';
import type { Match } from './matches.presenter.js';

/** People known already whose name or date of birth is like the one typed, among those whom the nominator may see. */
@Injectable()
export class PeopleKnown {
  constructor(private readonly services: Services) {}

  /** Looks for the person of a nomination, which can be sent only when that was done; with the nomination as it is then. */
  async of(nomination: Nomination): Promise<{ nomination: Nomination; matches: Match[] }> {
    const { draft } = nomination;
    const { version, items } = await this.services.call(findPeopleLikeNominated, { params: { draftId: draft.id } });
    return { nomination: { ...nomination, draft: { ...draft, version } }, matches: items };
  }

  async like({ givenName, familyName, dateOfBirth }: NonNullable<NominationAnswers['person']>): Promise<Match[]> {
    const { items } = await this.services.call(findPeople, { body: { givenName, familyName, dateOfBirth } });
    return items;
  }
}
