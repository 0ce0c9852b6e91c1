import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';
import { markingPage } from './marking.presenter.js';

const markForm = formOf(
  z.object({
    version: fields.version(),
    marking: fields.choice(['none', 'shown', 'victim-safety'], 'Select how the information is kept'),
    why: fields.text('Enter why', 2000),
  }),
);
const askForm = formOf(z.object({ userId: fields.line('Select a member of staff'), readerWhy: fields.text('Enter why they need to read it', 2000) }));
const decideForm = formOf(z.object({ version: fields.version(), decision: z.enum(['confirmed', 'refused']) }));
const removeForm = formOf(z.object({}));

/** Of a case or of a referral. */
@Controller(recordPages('items/:itemId/protection'))
export class MarkingController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return this.page(recordOf(visit, caseId), itemId, null, query);
  }

  @Post()
  async mark(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const result = await markForm.read(body).send(
      ({ version, marking, why }, idempotencyKey) =>
        this.services.call(record.protections.mark, {
          params: { itemId }, body: { version, why, marking: marking === 'victim-safety' ? 'victim-safety' : 'none', existenceShown: marking === 'shown' }, idempotencyKey,
        }),
      { rules: { 'marked-shown': 'marking' } },
    );
    return result.sent ? redirect(`${record.home}/items/${itemId}/protection`, { done: 'marked' }) : this.page(record, itemId, { mark: result.form });
  }

  @Post('readers')
  async ask(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const result = await askForm
      .read(body)
      .send(({ userId, readerWhy }, idempotencyKey) => this.services.call(record.protections.askForReader, { params: { itemId }, body: { userId, why: readerWhy }, idempotencyKey }), {
        fields: { why: 'readerWhy' },
        rules: { 'reader-unknown': 'userId', 'already-reader': 'userId', 'already-asked': 'userId' },
      });
    return result.sent ? redirect(`${record.home}/items/${itemId}/protection`, { done: 'asked' }) : this.page(record, itemId, { ask: result.form });
  }

  @Post('requests/:requestId')
  async decide(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Param('requestId') requestId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    await decideForm.read(body).send((value, idempotencyKey) => this.services.call(record.protections.decideReader, { params: { itemId, requestId }, body: value, idempotencyKey }));
    return redirect(`${record.home}/items/${itemId}/protection`, { done: 'decided' });
  }

  @Post('readers/:readerId/end')
  async remove(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Param('readerId') readerId: string, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    await removeForm.read(body).send((_value, idempotencyKey) => this.services.call(record.protections.removeReader, { params: { itemId, readerId }, idempotencyKey }));
    return redirect(`${record.home}/items/${itemId}/protection`, { done: 'removed' });
  }

  private async page(record: ReturnType<typeof recordOf>, itemId: string, forms: { mark?: Form; ask?: Form } | null, query: unknown = {}): Promise<Answer> {
    const item = await this.services.call(record.protections.readItem, { params: { itemId } });
    const names = await this.names.of({
      userIds: [...item.staff.map(({ userId }) => userId), ...item.readers.map(({ userId }) => userId), ...item.requests.flatMap(({ userId, askedByUserId }) => [userId, askedByUserId])],
      agencyIds: item.staff.map(({ agencyId }) => agencyId),
    });
    const marking = item.marking === 'victim-safety' ? 'victim-safety' : item.existenceShown ? 'shown' : 'none';
    return markingPage(record, item, names, { mark: forms?.mark ?? markForm.blank({ version: item.version, marking }), ask: forms?.ask ?? askForm.blank() }, query);
  }
}
