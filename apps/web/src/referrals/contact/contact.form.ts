import { CONTACT_MEANS } from '@concordat/contracts-protocol';
import { DateTime } from 'luxon';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { timeOfDay } from '../../forms/time-of-day.js';
import { time } from '../../layout/times.js';

const ZONE = 'Europe/London';

export const contactForm = formOf(
  z.object({
    on: fields.date('Date of the contact', { when: 'today-or-past' }),
    clock: timeOfDay('Enter a time'),
    means: z.enum(CONTACT_MEANS, 'Select how contact was made'),
    by: fields.choice(['us', 'person'], 'Select who made contact'),
    reached: fields.yesNo('Select yes if the person was reached'),
    safeContactChecked: fields.mustTick('Confirm that you checked how contact can be made safely'),
    note: fields.text('Enter what happened'),
    whyAgainstPlan: fields.optionalText(2000),
  }),
);

/** The instant of a date and a time in London, e.g. `2026-02-02` and `16:30`. */
export function instantOf(on: string, at: string): string {
  const [hour = '0', minute = '0'] = at.split(':');
  return DateTime.fromISO(on, { zone: ZONE }).set({ hour: Number(hour), minute: Number(minute) }).toUTC().toISO() ?? on;
}

/** Date and time now in London, as the form first shows them. */
export function nowInForm(now = new Date()): { on: string; clock: string } {
  const local = DateTime.fromJSDate(now, { zone: ZONE });
  return { on: local.toFormat('yyyy-MM-dd'), clock: time(now) };
}
