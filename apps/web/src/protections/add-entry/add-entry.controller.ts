import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { NotAllowedError } from '@concordat/platform-errors';
import { Agencies } from '../../cases/agencies.js';
import { dayAfter } from '../day-after.js';
import { type Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';
import { addEntryForm, keptOf } from './add-entry.form.js';
import { addEntryPage } from './add-entry.presenter.js';

@Controller(recordPages('protections/register/new'))
export class AddEntryController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
    private readonly agencies: Agencies,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Visitor() visit: Visit): Promise<Answer> {
    return this.page(caseId, visit, null);
  }

  @Post()
  async add(@Param('caseId') caseId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const found = await this.services.call(record.protections.read, { params: { caseId } });
    const result = await addEntryForm(found.people.map(({ subjectId }) => subjectId))
      .read(body)
      .send(
        ({ subjectId, until, why, ...chosen }, idempotencyKey) =>
          this.services.call(record.protections.addToRegister, {
            params: { caseId }, body: { subjectId, who: keptOf(chosen), until: until === null ? null : dayAfter(until), why }, idempotencyKey,
          }),
        { rules: { 'agency-unknown': 'agencyId', 'user-unknown': 'userId', 'already-registered': 'kind', 'not-oneself': 'kind' } },
      );
    return result.sent ? redirect(`${record.home}/protections`, { done: 'registered' }) : this.page(caseId, visit, result.form);
  }

  private async page(caseId: string, visit: Visit, form: Form | null): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const [found, agencies] = await Promise.all([this.services.call(record.protections.read, { params: { caseId } }), this.agencies.all()]);
    if (!found.may.register) throw new NotAllowedError('Only somebody who looks after the safety of victims, or an information governance lead, can change the register.');
    const names = await this.names.of({ userIds: found.staff.map(({ userId }) => userId), agencyIds: found.staff.map(({ agencyId }) => agencyId) });
    const only = found.people.length === 1 ? found.people[0]?.subjectId : undefined;
    return addEntryPage(found, agencies, names, record, form ?? addEntryForm([]).blank(only === undefined ? {} : { subjectId: only }));
  }
}
