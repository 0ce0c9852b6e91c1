import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { meansItems, planRows } from '../../safe-contact/plan-words.js';
import type { ReferralFile } from '../words/referral-words.js';
import { contactForm, nowInForm } from './contact.form.js';

export function contactPage(file: ReferralFile, form: Form = contactForm.blank(nowInForm())): PageAnswer {
  return page('referrals/contact/contact', {
    title: 'Record a contact',
    back: `/referrals/${file.id}`,
    form,
    reference: file.reference,
    plan: file.safeContact === null ? [] : planRows(file.safeContact),
    against: form.rule === 'means-not-safe' || form.rule === 'time-not-safe' || form.text('whyAgainstPlan') !== '',
    meansItems,
  });
}
