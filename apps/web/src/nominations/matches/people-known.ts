import { Injectable } from '@nestjs/common';
import { findPeople, type NominationAnswers } from '@concordat/contracts-jag-cases';
import { Services } from '../../services/services.js';
import type { Match } from './matches.presenter.js';

/** People known already whose name or date of birth is like the one typed, among those whom the nominator may see. */
@Injectable()
export class PeopleKnown {
  constructor(private readonly services: Services) {}

  async like({ givenName, familyName, dateOfBirth }: NonNullable<NominationAnswers['person']>): Promise<Match[]> {
    const { items } = await this.services.call(findPeople, { body: { givenName, familyName, dateOfBirth } });
    return items;
  }
}
