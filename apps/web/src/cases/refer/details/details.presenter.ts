import type { ShownPlan } from '@concordat/contracts-protocol';
import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { list } from '../../../layout/words.js';
import { planOfForm } from '../../../safe-contact/plan.form.js';
import { dayItems, meansItems, planRows } from '../../../safe-contact/plan-words.js';
import { personName, type CaseFile } from '../../case-file.js';
import type { ReferralServices } from '../choose-service/choose-service.presenter.js';
import type { AgreementAnswer, ReferralDetails } from './details.form.js';

/** Who is referred, and to what. */
export interface Referral {
  file: CaseFile;
  person: CaseFile['people'][number];
  service: ReferralServices[number];
}

/** Where this referral's pages are. */
export function referralPath({ file, person, service }: Referral): string {
  return `/cases/${file.id}/refer/${person.subjectId}/${service.id}`;
}

/** @param begunFrom the plan of the case with which the form begins */
export function detailsPage(referral: Referral, form: Form, begunFrom: ShownPlan | null = null): PageAnswer {
  return page('cases/refer/details/details', {
    title: 'About the referral',
    back: `/cases/${referral.file.id}/refer`,
    form,
    reference: referral.file.reference,
    service: referral.service.name,
    check: `${referralPath(referral)}/check`,
    plan: { meansItems, dayItems },
    begun: begunFrom === null ? null : begunWords(begunFrom),
  });
}

function begunWords({ hasNumber, hasEmail }: ShownPlan): string {
  const kept = [...(hasNumber ? ['a number'] : []), ...(hasEmail ? ['an email address'] : [])];
  return `This is what the case’s plan says. Check that it still holds.${kept.length === 0 ? '' : ` The plan also keeps ${list(kept)}: write it here if the service needs it.`}`;
}

const AGREEMENT_WORDS: Readonly<Record<AgreementAnswer, string>> = {
  person: 'Yes, they agree',
  parent: 'Yes, a parent or carer agrees for them',
  refused: 'No, they do not agree',
  'not-asked': 'They have not been asked',
};

/** Nothing is sent until the answers have been read once more. */
export function checkPage(referral: Referral, details: ReferralDetails, form: Form): PageAnswer {
  const { number, email, ...plan } = planOfForm(details);
  const why = details.agreement === 'refused' ? details.whyRefused : details.agreement === 'not-asked' ? details.whyNotAsked : '';
  return page('cases/refer/details/check', {
    title: 'Check the referral',
    back: `/cases/${referral.file.id}/refer`,
    form,
    reference: referral.file.reference,
    send: referralPath(referral),
    carried: form.carried(),
    rows: [
      { key: 'Who is referred', text: personName(referral.person) },
      { key: 'Service', text: referral.service.name },
      { key: 'Why', text: details.reason },
      { key: 'Do they agree?', text: [AGREEMENT_WORDS[details.agreement], why].filter((part) => part !== '').join('\n') },
      ...planRows({ ...plan, hasNumber: number !== '', hasEmail: email !== '' }),
    ],
  });
}
