import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { today } from '../../layout/times.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { evidenceChoices } from '../words/consent-words.js';
import { withdrawForm } from './withdraw.form.js';

@Controller(PLACES)
export class WithdrawController {
  constructor(private readonly services: Services) {}

  @Get('consents/:consentId/withdraw')
  async show(@Place() place: SharingPlace, @Param('consentId') consentId: string): Promise<Answer> {
    const { version } = await this.services.call(place.consents.read, { params: { caseId: place.caseId, consentId } });
    return withdrawPage(place, consentId, withdrawForm.blank({ version, on: today() }));
  }

  @Post('consents/:consentId/withdraw')
  async withdraw(@Place() place: SharingPlace, @Param('consentId') consentId: string, @Body() body: unknown): Promise<Answer> {
    const result = await withdrawForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(place.consents.withdraw, { params: { caseId: place.caseId, consentId }, body: value, idempotencyKey }), {
        rules: { 'withdrawn-before-given': 'on' },
      });
    return result.sent ? redirect(`${place.base}/consents/${consentId}`, { done: 'withdrawn' }) : withdrawPage(place, consentId, result.form);
  }
}

function withdrawPage({ base }: SharingPlace, consentId: string, form: Form): PageAnswer {
  return page('sharing/withdraw/withdraw', { title: 'Record that consent was withdrawn', back: `${base}/consents/${consentId}`, form, evidenceItems: evidenceChoices });
}
