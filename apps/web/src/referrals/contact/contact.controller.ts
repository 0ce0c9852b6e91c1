import { readReferral, recordContact } from '@concordat/contracts-referrals';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { contactForm, instantOf } from './contact.form.js';
import { contactPage } from './contact.presenter.js';

@Controller('referrals/:referralId/contacts/new')
export class ContactController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('referralId') referralId: string): Promise<Answer> {
    return contactPage(await this.services.call(readReferral, { params: { referralId } }));
  }

  @Post()
  async record(@Param('referralId') referralId: string, @Body() body: unknown): Promise<Answer> {
    const result = await contactForm.read(body).send(
      ({ on, clock, means, reached, note, by, whyAgainstPlan }, idempotencyKey) =>
        this.services.call(recordContact, { params: { referralId }, body: { at: instantOf(on, clock), means, reached, note, safeContactChecked: true, byPerson: by === 'person', whyAgainstPlan }, idempotencyKey }),
      { fields: { at: 'on' }, rules: { 'means-not-safe': 'means', 'time-not-safe': 'clock' } },
    );
    if (result.sent) return redirect(`/referrals/${referralId}`, { done: 'contact' });
    return contactPage(await this.services.call(readReferral, { params: { referralId } }), result.form);
  }
}
