import { readReferral, setSafeContact } from '@concordat/contracts-referrals';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule, type Form } from '../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { BOTH_TIMES, planFields, planOfForm, SAYS_SOMETHING } from '../../safe-contact/plan.form.js';
import { dayItems, meansItems } from '../../safe-contact/plan-words.js';
import { Services } from '../../services/services.js';
import type { ReferralFile } from '../words/referral-words.js';

const safeContactForm = formOf(
  rule(rule(z.object({ ...planFields, version: z.preprocess((typed) => (typed === '' ? undefined : typed), fields.version().optional()) }), { ...SAYS_SOMETHING, of: [...SAYS_SOMETHING.of] }), {
    ...BOTH_TIMES, of: [...BOTH_TIMES.of],
  }),
);

/** How and when contact is safe, checked with the person. */
@Controller('referrals/:referralId/safe-contact')
export class SafeContactController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('referralId') referralId: string): Promise<Answer> {
    const file = await this.services.call(readReferral, { params: { referralId } });
    return safeContactPage(file, safeContactForm.blank(typedOf(file)));
  }

  @Post()
  async write(@Param('referralId') referralId: string, @Body() body: unknown): Promise<Answer> {
    const result = await safeContactForm.read(body).send(
      ({ version = null, ...value }, idempotencyKey) => this.services.call(setSafeContact, { params: { referralId }, body: { version, plan: planOfForm(value) }, idempotencyKey }),
      { fields: { means: 'safeMeans', hours: 'safeUntil', number: 'safeNumber', email: 'safeEmail' } },
    );
    if (result.sent) return redirect(`/referrals/${referralId}`, { done: 'plan' });
    return safeContactPage(await this.services.call(readReferral, { params: { referralId } }), result.form);
  }
}

/** The number and the address are kept back, and stay unless they are written anew. */
function typedOf({ safeContact }: ReferralFile): Record<string, unknown> {
  if (safeContact === null) return {};
  const { means, days, hours, serviceNamed, words, mustNotAnswer, more, version } = safeContact;
  return { safeMeans: means, safeDays: days, safeFrom: hours?.from, safeUntil: hours?.until, serviceNamed, safeWords: words, mustNotAnswer, safeContact: more, version };
}

function safeContactPage(file: ReferralFile, form: Form): PageAnswer {
  return page('referrals/safe-contact/safe-contact', {
    title: 'How and when is contact safe?',
    back: `/referrals/${file.id}`,
    form,
    reference: file.reference,
    plan: { meansItems, dayItems },
    keptBack: file.safeContact !== null && (file.safeContact.hasNumber || file.safeContact.hasEmail),
  });
}
