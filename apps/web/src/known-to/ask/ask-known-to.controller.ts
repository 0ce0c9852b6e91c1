import { askKnownTo, readKnownTo } from '@concordat/contracts-jag-cases';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { askKnownToForm } from './ask-known-to.form.js';

/** Asks other agencies, on a case, whether they know a person of it. */
@Controller('cases/:caseId/known-to')
export class AskKnownToController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string): Promise<Answer> {
    return this.page(caseId, null);
  }

  @Post()
  async ask(@Param('caseId') caseId: string, @Body() body: unknown): Promise<Answer> {
    const { people } = await this.services.call(readKnownTo, { params: { caseId } });
    const result = await askKnownToForm(people.map(({ subjectId }) => subjectId))
      .read(body)
      .send((value, idempotencyKey) => this.services.call(askKnownTo, { params: { caseId }, body: value, idempotencyKey }), { rules: { 'name-unknown': 'subjectId' } });
    return result.sent ? redirect(`/cases/${caseId}/known-to/passed-on`) : this.page(caseId, result.form);
  }

  @Get('passed-on')
  passedOn(@Param('caseId') caseId: string): Answer {
    return page('known-to/ask/passed-on', { title: 'Passed on', caseId });
  }

  private async page(caseId: string, form: Form | null): Promise<Answer> {
    const found = await this.services.call(readKnownTo, { params: { caseId } });
    const names = await this.names.of({ userIds: found.asked.map(({ userId }) => userId) });
    const personOf = (subjectId: string) => found.people.find((person) => person.subjectId === subjectId);
    const known = found.people.filter(({ name }) => name !== null);
    const only = known.length === 1 ? known[0]?.subjectId : undefined;
    return page('known-to/ask/ask-known-to', {
      title: 'Ask whether others know the person',
      back: `/cases/${caseId}`,
      form: form ?? askKnownToForm([]).blank(only === undefined ? {} : { subjectId: only }),
      reference: found.reference,
      purpose: codeWords(found.purpose),
      open: found.open,
      left: found.leftToday,
      people: known.map(({ subjectId, name, why }) => ({ value: subjectId, text: name, why })),
      asked: found.asked.map(({ subjectId, userId, askedAt }) => ({ about: personOf(subjectId)?.name ?? 'A person of the case', why: personOf(subjectId)?.why ?? [], by: names.user(userId), at: dateTime(askedAt) })),
    });
  }
}
