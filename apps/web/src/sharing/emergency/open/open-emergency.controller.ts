import { Body, Controller, Get, Post } from '@nestjs/common';
import { Agencies } from '../../../cases/agencies.js';
import type { Form } from '../../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import { categoryChoices } from '../../words/consent-words.js';
import { EMERGENCIES, kindOf } from '../emergency-place.js';
import { openEmergencyForm } from './open-emergency.form.js';

@Controller('emergency-access/new')
export class OpenEmergencyController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get()
  async show(): Promise<Answer> {
    return this.page(openEmergencyForm.blank());
  }

  @Post()
  async open(@Body() body: unknown): Promise<Answer> {
    const result = await openEmergencyForm.read(body).send(({ threat, reference, name, dateOfBirth, categories }, idempotencyKey) => {
      const routes = EMERGENCIES[kindOf(reference)];
      return this.services.call(routes.open, { body: { threat, reference, name, dateOfBirth, categories }, idempotencyKey });
    });
    if (!result.sent) return this.page(result.form);
    const { id } = result.answer;
    const read = openEmergencyForm.read(body);
    if (id !== null && read.value !== null) return redirect(`/emergency-access/${kindOf(read.value.reference)}/${id}`);
    return this.page(read.form.refused('No case with this reference is about somebody with this date of birth. Check both with whoever gave them to you', 'reference'));
  }

  /** Agencies that opted out are shown with how to reach them, whether or not they know the person. */
  private async page(form: Form): Promise<PageAnswer> {
    const agencies = await this.agencies.all();
    return page('sharing/emergency/open/open-emergency', {
      title: 'Emergency access',
      back: '/emergency-access',
      form,
      categoryItems: categoryChoices,
      optedOut: agencies.filter((agency) => !agency.emergencyAccess).map(({ name, dutyContact }) => ({ name, dutyContact })),
    });
  }
}
