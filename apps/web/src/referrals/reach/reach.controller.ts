import { CONTACT_MEANS } from '@concordat/contracts-protocol';
import { reachPerson, readReferral } from '@concordat/contracts-referrals';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, type Answer, type PageAnswer } from '../../layout/answers.js';
import { meansItems, meansWords, planRows } from '../../safe-contact/plan-words.js';
import { Services } from '../../services/services.js';
import type { ReferralFile } from '../words/referral-words.js';

const reachForm = formOf(
  z.object({ means: fields.choice(CONTACT_MEANS, 'Select how you make contact'), safeContactChecked: fields.mustTick('Confirm that you checked how contact can be made safely') }),
);

/** The number or address for one contact: kept back on every other page. */
@Controller('referrals/:referralId/reach')
export class ReachController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('referralId') referralId: string): Promise<Answer> {
    return askPage(await this.services.call(readReferral, { params: { referralId } }), reachForm.blank());
  }

  /** Shown in answer to the form, so that the number is in no address and no page that can be opened again. */
  @Post()
  async reach(@Param('referralId') referralId: string, @Body() body: unknown): Promise<Answer> {
    const read = reachForm.read(body);
    const result = await read.send((value, idempotencyKey) => this.services.call(reachPerson, { params: { referralId }, body: value, idempotencyKey }), {
      rules: { 'means-not-safe': 'means', 'time-not-safe': 'means' },
    });
    const file = await this.services.call(readReferral, { params: { referralId } });
    if (!result.sent) return askPage(file, result.form);
    const { number, email } = result.answer;
    return page('referrals/reach/reached', {
      title: 'How to reach the person',
      back: `/referrals/${referralId}`,
      reference: file.reference,
      means: read.value === null ? '' : meansWords(read.value.means),
      found: number ?? email,
      rows: file.safeContact === null ? [] : planRows(file.safeContact),
      record: `/referrals/${referralId}/contacts/new`,
    });
  }
}

function askPage(file: ReferralFile, form: Form): PageAnswer {
  return page('referrals/reach/reach', {
    title: 'How do you make contact?', back: `/referrals/${file.id}`, form, reference: file.reference, rows: file.safeContact === null ? [] : planRows(file.safeContact), meansItems,
  });
}
