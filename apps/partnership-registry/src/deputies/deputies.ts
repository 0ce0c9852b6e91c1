import { MOST_DEPUTY_DAYS, type listDeputising, type nameDeputy } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { todayInLondon } from '../calendar.js';
import { Membership } from '../memberships/membership.entity.js';
import { Memberships } from '../memberships/memberships.js';
import { People } from '../people/people.js';

const DAY_MS = 86_400_000;

/** People who act for another of their agency for a time. */
@Injectable()
export class Deputies {
  constructor(
    private readonly database: Database,
    private readonly memberships: Memberships,
    private readonly people: People,
    private readonly audit: Audit,
  ) {}

  /** @throws RuleError `not-held`, `not-a-colleague`, `already-a-deputy`, `too-long`, `yourself` */
  async name(of: Membership, { userId, startsOn, endsOn }: InputOf<typeof nameDeputy>['body']): Promise<Membership> {
    await this.#refuseProlonging(of, userId);
    if (!of.active || of.deputyFor !== null) throw new RuleError('not-held', 'Nobody can act for somebody whose own membership does not hold.');
    this.#refusePeriod(startsOn, endsOn);
    const [own] = await this.database.rows(Membership).find({ partnershipId: of.partnershipId, agencyId: of.agencyId, userId, active: true, deputyFor: null });
    if (own === undefined || userId === of.userId) throw new RuleError('not-a-colleague', 'Choose somebody else who works for the same agency.');
    const person = await this.people.get(of.partnershipId, userId);
    return this.memberships.addDeputy(person, of, own, { startsOn, endsOn });
  }

  async of(userId: string): Promise<OutputOf<typeof listDeputising>> {
    const { partnershipId, agencyId } = caller();
    const all = await this.database.rows(Membership).find({ partnershipId, agencyId, userId, deputyFor: { $ne: null } }, { orderBy: { id: 'desc' } });
    const names = await this.people.names(partnershipId, all.flatMap(({ deputyFor }) => deputyFor ?? []));
    await this.audit.record({ action: 'listed', kind: 'membership', ids: all.map(({ id }) => id) });
    return {
      items: all.flatMap(({ id, deputyFor, startsOn, endsOn }) => (deputyFor === null ? [] : [{ membershipId: id, forUserId: deputyFor, forName: names.get(deputyFor) ?? '', startsOn, endsOn }])),
    };
  }

  /** Else a time as somebody's deputy would have no end. */
  async #refuseProlonging({ partnershipId }: Membership, userId: string): Promise<void> {
    const who = caller();
    if (userId !== who.userId) return;
    const { deputyFor } = await this.memberships.get(partnershipId, who.membershipId);
    if (deputyFor !== null) throw new RuleError('yourself', 'Whoever acts for somebody does not name themselves. Ask another administrator.');
  }

  #refusePeriod(startsOn: string, endsOn: string): void {
    if (endsOn <= startsOn || endsOn <= todayInLondon(this.database.clock.now())) throw new InvalidInputError([{ path: 'body.endsOn', message: 'The end must be after the start and after today' }]);
    if (Date.parse(endsOn) - Date.parse(startsOn) > MOST_DEPUTY_DAYS * DAY_MS) throw new RuleError('too-long', `Nobody acts for another for longer than ${MOST_DEPUTY_DAYS} days. Name them again then.`);
  }
}
