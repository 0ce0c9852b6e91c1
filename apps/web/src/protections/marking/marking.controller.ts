import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { protectionRoutes } from '@concordat/contracts-protocol';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { markingPage } from './marking.presenter.js';

const routes = protectionRoutes('jag-cases');

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

@Controller('cases/:caseId/items/:itemId/protection')
export class MarkingController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('itemId') itemId: string, @Query() query: unknown): Promise<Answer> {
    return this.page(itemId, null, query);
  }

  @Post()
  async mark(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Body() body: unknown): Promise<Answer> {
    const result = await markForm.read(body).send(
      ({ version, marking, why }, idempotencyKey) =>
        this.services.call(routes.mark, {
          params: { itemId }, body: { version, why, marking: marking === 'victim-safety' ? 'victim-safety' : 'none', existenceShown: marking === 'shown' }, idempotencyKey,
        }),
      { rules: { 'marked-shown': 'marking' } },
    );
    return result.sent ? redirect(`/cases/${caseId}`, { done: 'item-changed' }) : this.page(itemId, { mark: result.form });
  }

  @Post('readers')
  async ask(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Body() body: unknown): Promise<Answer> {
    const result = await askForm
      .read(body)
      .send(({ userId, readerWhy }, idempotencyKey) => this.services.call(routes.askForReader, { params: { itemId }, body: { userId, why: readerWhy }, idempotencyKey }), {
        fields: { why: 'readerWhy' },
        rules: { 'reader-unknown': 'userId', 'already-reader': 'userId', 'already-asked': 'userId' },
      });
    return result.sent ? redirect(`/cases/${caseId}/items/${itemId}/protection`, { done: 'asked' }) : this.page(itemId, { ask: result.form });
  }

  @Post('requests/:requestId')
  async decide(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Param('requestId') requestId: string, @Body() body: unknown): Promise<Answer> {
    await decideForm.read(body).send((value, idempotencyKey) => this.services.call(routes.decideReader, { params: { itemId, requestId }, body: value, idempotencyKey }));
    return redirect(`/cases/${caseId}/items/${itemId}/protection`, { done: 'decided' });
  }

  @Post('readers/:readerId/end')
  async remove(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Param('readerId') readerId: string, @Body() body: unknown): Promise<Answer> {
    await removeForm.read(body).send((_value, idempotencyKey) => this.services.call(routes.removeReader, { params: { itemId, readerId }, idempotencyKey }));
    return redirect(`/cases/${caseId}/items/${itemId}/protection`, { done: 'removed' });
  }

  private async page(itemId: string, forms: { mark?: Form; ask?: Form } | null, query: unknown = {}): Promise<Answer> {
    const item = await this.services.call(routes.readItem, { params: { itemId } });
    const names = await this.names.of({
      userIds: [...item.staff.map(({ userId }) => userId), ...item.readers.map(({ userId }) => userId), ...item.requests.flatMap(({ userId, askedByUserId }) => [userId, askedByUserId])],
      agencyIds: item.staff.map(({ agencyId }) => agencyId),
    });
    const marking = item.marking === 'victim-safety' ? 'victim-safety' : item.existenceShown ? 'shown' : 'none';
    return markingPage(item, names, { mark: forms?.mark ?? markForm.blank({ version: item.version, marking }), ask: forms?.ask ?? askForm.blank() }, query);
  }
}
