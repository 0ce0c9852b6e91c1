import { Body, Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule, type Form } from '../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { AtContactPlace, CONTACT_PLACES, type ContactFile, type ContactPlace } from '../contact-place.js';
import { BOTH_TIMES, planFields, planOfForm, SAYS_SOMETHING, typedOfPlan } from '../plan.form.js';
import { dayItems, meansItems } from '../plan-words.js';

const planForm = formOf(
  rule(rule(z.object({ ...planFields, version: z.preprocess((typed) => (typed === '' ? undefined : typed), fields.version().optional()) }), { ...SAYS_SOMETHING, of: [...SAYS_SOMETHING.of] }), {
    ...BOTH_TIMES, of: [...BOTH_TIMES.of],
  }),
);

/** How and when contact is safe, checked with the person. */
@Controller(CONTACT_PLACES.map((place) => `${place}/safe-contact`))
export class WritePlanController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@AtContactPlace() place: ContactPlace): Promise<Answer> {
    const file = await place.read(this.services);
    return planPage(place, file, planForm.blank(file.plan === null ? {} : { ...typedOfPlan(file.plan), version: file.plan.version }));
  }

  @Post()
  async write(@AtContactPlace() place: ContactPlace, @Body() body: unknown): Promise<Answer> {
    const result = await planForm.read(body).send(
      ({ version = null, ...value }, idempotencyKey) => place.write(this.services, { version, plan: planOfForm(value) }, idempotencyKey),
      { fields: { means: 'safeMeans', hours: 'safeUntil', number: 'safeNumber', email: 'safeEmail' } },
    );
    return result.sent ? redirect(place.back, { done: 'plan' }) : planPage(place, await place.read(this.services), result.form);
  }
}

function planPage(place: ContactPlace, { caption, plan }: ContactFile, form: Form): PageAnswer {
  return page('safe-contact/write/write-plan', {
    title: 'How and when is contact safe?',
    back: place.back,
    form,
    caption,
    plan: { meansItems, dayItems },
    keptBack: plan !== null && (plan.hasNumber || plan.hasEmail),
  });
}
