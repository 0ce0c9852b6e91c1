import { addMembership, changeMembership, closeMembership, getMembership, getPerson, type Membership, type Person } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { today } from '../../layout/times.js';
import { Services } from '../../services/services.js';
import { ForPeopleAdministrators } from '../access.js';
import { Choices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { reasonForm, reasonPage } from '../records/confirmation.js';
import { membershipForm, newMembershipForm } from './membership.form.js';
import { ending, MEMBERSHIP_DONE, membershipFormPage, membershipPage, MEMBERSHIPS, newMembershipPage } from './memberships.presenter.js';

@Controller('administration')
@ForPeopleAdministrators()
export class MembershipsController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
  ) {}

  @Get('people/:userId/memberships/new')
  async blank(@Param('userId') userId: string): Promise<Answer> {
    const [person, agencies] = await Promise.all([this.person(userId), this.choices.agencies()]);
    return newMembershipPage(newMembershipForm(agencies.options()).blank({ startsOn: today() }), person, agencies.options());
  }

  @Post('people/:userId/memberships/new')
  async add(@Param('userId') userId: string, @Body() body: unknown): Promise<Answer> {
    const [person, agencies] = await Promise.all([this.person(userId), this.choices.agencies()]);
    const result = await newMembershipForm(agencies.options())
      .read(body)
      .send((membership, idempotencyKey) => this.services.call(addMembership, { params: { userId }, body: membership, idempotencyKey }), { rules: { 'already-a-member': 'agencyId', 'another-agency': 'agencyId' } });
    if (result.sent) return redirect(`/administration/people/${userId}`, { done: 'membership-added' });
    return newMembershipPage(result.form, person, agencies.options());
  }

  @Get('memberships/:membershipId')
  async show(@Param('membershipId') membershipId: string, @Query() query: unknown): Promise<Answer> {
    const { membership, person } = await this.get(membershipId);
    return membershipPage(membership, person, done(query, MEMBERSHIP_DONE));
  }

  @Get('memberships/:membershipId/change')
  async changing(@Param('membershipId') membershipId: string): Promise<Answer> {
    const { membership, person } = await this.get(membershipId);
    return membershipFormPage(membershipForm.blank(membership), person, membership);
  }

  @Post('memberships/:membershipId/change')
  async change(@Param('membershipId') membershipId: string, @Body() body: unknown): Promise<Answer> {
    const result = await membershipForm
      .read(body)
      .send((details, idempotencyKey) => this.services.call(changeMembership, { params: { membershipId }, body: details, idempotencyKey }), {
        labels: FIELD_WORDS,
        rules: { 'last-administrator': 'roles', 'another-agency': 'roles', 'already-a-member': 'startsOn' },
      });
    if (result.sent) return redirect(`${MEMBERSHIPS}/${membershipId}`, { done: 'changed' });
    const { membership, person } = await this.get(membershipId);
    return membershipFormPage(result.form, person, membership);
  }

  @Get('memberships/:membershipId/end')
  async askEnd(@Param('membershipId') membershipId: string): Promise<Answer> {
    const { membership, person } = await this.get(membershipId);
    return reasonPage(ending(membership, person), reasonForm.blank({ version: membership.version }));
  }

  @Post('memberships/:membershipId/end')
  async end(@Param('membershipId') membershipId: string, @Body() body: unknown): Promise<Answer> {
    const result = await reasonForm
      .read(body)
      .send((given, idempotencyKey) => this.services.call(closeMembership, { params: { membershipId }, body: given, idempotencyKey }), { labels: FIELD_WORDS });
    if (result.sent) return redirect(`${MEMBERSHIPS}/${membershipId}`, { done: 'ended' });
    const { membership, person } = await this.get(membershipId);
    return reasonPage(ending(membership, person), result.form);
  }

  private person(userId: string): Promise<Person> {
    return this.services.call(getPerson, { params: { userId } });
  }

  private async get(membershipId: string): Promise<{ membership: Membership; person: Person }> {
    const membership = await this.services.call(getMembership, { params: { membershipId } });
    return { membership, person: await this.person(membership.userId) };
  }
}
