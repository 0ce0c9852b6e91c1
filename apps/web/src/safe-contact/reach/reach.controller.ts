import { CONTACT_MEANS } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, type Answer, type PageAnswer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { AtContactPlace, CONTACT_PLACES, type ContactFile, type ContactPlace } from '../contact-place.js';
import { meansItems, meansWords, planRows } from '../plan-words.js';

const reachForm = formOf(
  z.object({ means: fields.choice(CONTACT_MEANS, 'Select how you make contact'), safeContactChecked: fields.mustTick('Confirm that you checked how contact can be made safely') }),
);

/** The number or address for one contact: kept back on every other page. */
@Controller(CONTACT_PLACES.map((place) => `${place}/reach`))
export class ReachController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@AtContactPlace() place: ContactPlace): Promise<Answer> {
    return askPage(place, await place.read(this.services), reachForm.blank());
  }

  /** Shown in answer to the form, so that the number is in no address and no page that can be opened again. */
  @Post()
  async reach(@AtContactPlace() place: ContactPlace, @Body() body: unknown): Promise<Answer> {
    const read = reachForm.read(body);
    const result = await read.send((value, idempotencyKey) => place.reach(this.services, value, idempotencyKey), {
      rules: { 'means-not-safe': 'means', 'time-not-safe': 'means' },
    });
    const file = await place.read(this.services);
    if (!result.sent) return askPage(place, file, result.form);
    const { number, email } = result.answer;
    return page('safe-contact/reach/reached', {
      title: 'How to reach the person',
      back: place.back,
      caption: file.caption,
      why: file.why,
      means: read.value === null ? '' : meansWords(read.value.means),
      found: number ?? email,
      rows: rowsOf(file),
      record: place.record,
    });
  }
}

function askPage(place: ContactPlace, file: ContactFile, form: Form): PageAnswer {
  return page('safe-contact/reach/reach', {
    title: 'How do you make contact?',
    back: place.back,
    form,
    caption: file.caption,
    why: file.why,
    rows: rowsOf(file),
    noPlan: place.noPlan,
    write: file.mayWrite ? `${place.base}/safe-contact` : null,
    mayReach: file.mayReach,
    meansItems,
  });
}

const rowsOf = ({ plan }: ContactFile) => (plan === null ? [] : planRows(plan));
