import { REFERENCE_LISTS } from '@concordat/contracts-partnership-registry';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Accounts } from '../accounts/accounts.js';
import { Passwords } from '../accounts/passwords.js';
import { Agencies } from '../agencies/agencies.js';
import { todayInLondon } from '../calendar.js';
import { Partnerships } from '../partnerships/partnerships.js';
import { People } from '../people/people.js';
import { ReferenceLists } from '../reference-lists/reference-lists.js';
import { STARTING_LISTS } from '../reference-lists/starting-lists.js';

export interface NewPartnership {
  name: string;
  districts: string[];
  agency: { name: string; kind: string };
  administrator: {
    name: string;
    email: string;
    /** Null for one who sets it with a link. */
    password: string | null;
    trainingValidTo: string | null;
    secondFactorExempt: boolean;
  };
}

export interface Founded {
  partnershipId: string;
  agencyId: string;
  userId: string;
  membershipId: string;
}

/** Makes partnerships, each with its reference lists, its first agency and its first administrator, and tells the other services. */
@Injectable()
export class Founding {
  constructor(
    private readonly database: Database,
    private readonly partnerships: Partnerships,
    private readonly lists: ReferenceLists,
    private readonly agencies: Agencies,
    private readonly people: People,
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
  ) {}

  /**
   * All of it in one transaction, after `first` in the same one.
   * @throws RuleError `common-password`, `email-taken`, `no-demonstration-here`
   */
  async found(given: NewPartnership, first: () => Promise<void> = () => Promise.resolve()): Promise<Founded> {
    const { password, name, email } = given.administrator;
    const hash = password === null ? null : await this.passwords.hashOf(password, [name, email]);
    const partnershipId = v7();
    return this.database.transaction(scopeOf(partnershipId), async () => {
      await first();
      return this.#make(partnershipId, given, hash);
    });
  }

  async #make(partnershipId: string, { name, districts, agency, administrator }: NewPartnership, hash: string | null): Promise<Founded> {
    const today = todayInLondon(this.database.clock.now());
    await this.partnerships.create(partnershipId, { name, districts });
    await this.#startLists(partnershipId, today);
    const { agencyId } = await this.agencies.add(partnershipId, { ...agency, parentId: null, emergencyAccess: false, dutyContact: null });
    const { person, membership } = await this.people.add(partnershipId, {
      name: administrator.name,
      email: administrator.email,
      membership: { agencyId, roles: ['administrator'], startsOn: today, endsOn: null, trainingValidTo: administrator.trainingValidTo },
    });
    if (administrator.secondFactorExempt) await this.accounts.exemptFromSecondFactor(person.userId);
    if (hash !== null) await this.accounts.setPassword(person.userId, hash);
    return { partnershipId, agencyId, userId: person.userId, membershipId: membership.id };
  }

  async #startLists(partnershipId: string, today: string): Promise<void> {
    for (const list of REFERENCE_LISTS) {
      for (const [index, choice] of STARTING_LISTS[list].entries()) {
        await this.lists.add(partnershipId, list, { healthOrSocialCare: false, ...choice, validFrom: today, validTo: null, position: (index + 1) * 10 });
      }
    }
  }
}
