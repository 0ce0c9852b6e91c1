import { getMembership, getPerson, listStaff, nameDeputy, type Membership, type Person } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { today } from '../../layout/times.js';
import { Services } from '../../services/services.js';
import { ForPeopleAdministrators } from '../access.js';
import type { Option } from '../choices.js';
import { MEMBERSHIPS } from '../memberships/memberships.presenter.js';
import { deputyForm } from './deputy.form.js';
import { deputyPage } from './deputies.presenter.js';

type Staff = OutputOf<typeof listStaff>;

/** Somebody acts for another for a time. */
@Controller('administration/memberships/:membershipId/deputies/new')
@ForPeopleAdministrators()
export class DeputiesController {
  constructor(private readonly services: Services) {}

  @Get()
  async blank(@Param('membershipId') membershipId: string): Promise<Answer> {
    const { membership, person, colleagues } = await this.get(membershipId);
    return deputyPage(membership, person, colleagues, deputyForm(colleagues).blank({ startsOn: today() }));
  }

  @Post()
  async name(@Param('membershipId') membershipId: string, @Body() body: unknown): Promise<Answer> {
    const { membership, person, colleagues } = await this.get(membershipId);
    const result = await deputyForm(colleagues)
      .read(body)
      .send((deputy, idempotencyKey) => this.services.call(nameDeputy, { params: { membershipId }, body: deputy, idempotencyKey }), {
        rules: { 'not-a-colleague': 'userId', 'already-a-deputy': 'userId', yourself: 'userId', 'too-long': 'endsOn' },
      });
    return result.sent ? redirect(`${MEMBERSHIPS}/${result.answer.id}`, { done: 'deputy' }) : deputyPage(membership, person, colleagues, result.form);
  }

  private async get(membershipId: string): Promise<{ membership: Membership; person: Person; colleagues: Option[] }> {
    const membership = await this.services.call(getMembership, { params: { membershipId } });
    const person = await this.services.call(getPerson, { params: { userId: membership.userId } });
    return { membership, person, colleagues: await this.colleaguesOf(membership) };
  }

  /** Once each: some act for others already. */
  private async colleaguesOf({ agencyId, userId }: Membership): Promise<Option[]> {
    const names = new Map<string, string>();
    for (let after: string | null = ''; after !== null; ) {
      const page: Staff = await this.services.call(listStaff, { query: { agencyId, size: 100, ...(after === '' ? {} : { after }) } });
      for (const one of page.items) if (one.userId !== userId) names.set(one.userId, one.name);
      after = page.next;
    }
    return [...names].map(([value, text]) => ({ value, text }));
  }
}
