import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { listReferralServices, readCase, readCaseContact, referPerson } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { redirect, type Answer } from '../../../layout/answers.js';
import { planOfForm, typedOfPlan } from '../../../safe-contact/plan.form.js';
import { Services } from '../../../services/services.js';
import { fieldOf } from '../../../session/body.js';
import { agreementOf, detailsForm } from './details.form.js';
import { checkPage, detailsPage, type Referral } from './details.presenter.js';

/** Questions, answers to check, and sending: what is typed travels from page to page in the forms, and is kept nowhere until it is sent. */
@Controller('cases/:caseId/refer/:subjectId/:serviceId')
export class ReferralDetailsController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('subjectId') subjectId: string, @Param('serviceId') serviceId: string): Promise<Answer> {
    const [referral, { plan, may }] = await Promise.all([this.referral(caseId, subjectId, serviceId), this.services.call(readCaseContact, { params: { caseId, subjectId } })]);
    // Another agency's plan is for reading here: what goes to a service is asked of whoever agreed it.
    const own = may.write ? plan : null;
    return detailsPage(referral, detailsForm.blank(own === null ? {} : typedOfPlan(own)), own);
  }

  @Post('check')
  async check(@Param('caseId') caseId: string, @Param('subjectId') subjectId: string, @Param('serviceId') serviceId: string, @Body() body: unknown): Promise<Answer> {
    const referral = await this.referral(caseId, subjectId, serviceId);
    const { value, form } = detailsForm.read(body);
    return value === null ? detailsPage(referral, form) : checkPage(referral, value, form);
  }

  @Post()
  async send(@Param('caseId') caseId: string, @Param('subjectId') subjectId: string, @Param('serviceId') serviceId: string, @Body() body: unknown): Promise<Answer> {
    const referral = await this.referral(caseId, subjectId, serviceId);
    const read = detailsForm.read(body);
    if (fieldOf(body, 'change') === 'yes') return detailsPage(referral, read.form);
    const result = await read.send((details, idempotencyKey) => {
      const body = { subjectId, serviceId, reason: details.reason, agreement: agreementOf(details), safeContact: planOfForm(details) };
      return this.services.call(referPerson, { params: { caseId }, body, idempotencyKey });
    });
    return result.sent ? redirect(`/cases/${caseId}/referrals/${result.answer.referralId}/sent`) : detailsPage(referral, result.form);
  }

  private async referral(caseId: string, subjectId: string, serviceId: string): Promise<Referral> {
    const [file, { items }] = await Promise.all([
      this.services.call(readCase, { params: { caseId } }),
      this.services.call(listReferralServices, { params: { caseId } }),
    ]);
    const person = file.people.find((one) => one.subjectId === subjectId);
    const service = items.find(({ id, eligible }) => id === serviceId && eligible);
    if (person === undefined || service === undefined) throw new NotFoundError('service');
    return { file, person, service };
  }
}
