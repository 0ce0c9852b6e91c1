import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf, rule } from '../../../forms/form.js';
import { BOTH_TIMES, planFields, SAYS_SOMETHING } from '../../../safe-contact/plan.form.js';

/** Who agreed to the service, or that nobody did: agreeing to a service is another thing than a basis for sharing. */
export const AGREEMENTS = ['person', 'parent', 'refused', 'not-asked'] as const;
export type AgreementAnswer = (typeof AGREEMENTS)[number];

const asked = z.object({
  reason: fields.text('Enter why you refer them'),
  agreement: fields.choice(AGREEMENTS, 'Select whether they agree to the service'),
  whyRefused: fields.optionalText(2000),
  whyNotAsked: fields.optionalText(2000),
  ...planFields,
});

const planned = rule(rule(asked, { ...SAYS_SOMETHING, of: [...SAYS_SOMETHING.of] }), { ...BOTH_TIMES, of: [...BOTH_TIMES.of] });

export const detailsForm = formOf(
  rule(
    rule(planned, { of: ['agreement', 'whyRefused'], at: 'whyRefused', holds: ({ agreement, whyRefused }) => agreement !== 'refused' || whyRefused !== '', otherwise: 'Enter why you refer them all the same' }),
    { of: ['agreement', 'whyNotAsked'], at: 'whyNotAsked', holds: ({ agreement, whyNotAsked }) => agreement !== 'not-asked' || whyNotAsked !== '', otherwise: 'Enter why they have not been asked' },
  ),
);

export type ReferralDetails = z.output<typeof asked>;

/** The agreement as the service takes it. */
export function agreementOf({ agreement, whyRefused, whyNotAsked }: ReferralDetails) {
  switch (agreement) {
    case 'person':
    case 'parent':
      return { given: true, by: agreement, explanation: null };
    case 'refused':
      return { given: false, by: 'person' as const, explanation: whyRefused };
    case 'not-asked':
      return { given: false, by: 'not-asked' as const, explanation: whyNotAsked };
  }
}
