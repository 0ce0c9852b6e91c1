import { listItemForms } from '@concordat/contracts-jag-cases';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';
import { done, redirect, type Answer } from '../../../layout/answers.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { emergenciesOf } from '../emergency-place.js';
import { accessPage } from './access.presenter.js';

const endForm = formOf(z.object({ version: fields.version() }));

@Controller('emergency-access/:kind/:accessId')
export class EmergencyAccessController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('kind') kind: string, @Param('accessId') accessId: string, @Query() query: unknown): Promise<Answer> {
    const [access, forms] = await Promise.all([this.services.call(emergenciesOf(kind).read, { params: { accessId } }), this.services.call(listItemForms, {})]);
    const names = await this.names.of({
      userIds: [access.userId, access.review.done?.byUserId ?? null],
      agencyIds: [access.agencyId, ...access.ownerAgencyIds],
    });
    const said = done(query, { ended: 'The emergency access is over', reviewed: 'The review has been recorded' });
    return accessPage(kind, access, forms.items, names, endForm.blank({ version: access.version }), said);
  }

  @Post('end')
  async end(@Param('kind') kind: string, @Param('accessId') accessId: string, @Body() body: unknown): Promise<Answer> {
    await endForm.read(body).send(({ version }, idempotencyKey) => this.services.call(emergenciesOf(kind).end, { params: { accessId }, body: { version }, idempotencyKey }));
    return redirect(`/emergency-access/${kind}/${accessId}`, { done: 'ended' });
  }
}
