import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf, rule } from '../../../forms/form.js';
import { agencyChoices } from '../../agencies.js';
import { agenciesNow, type CaseFile } from '../../case-file.js';
import { seen, transitionStep, type StepGiven } from '../transition-step.js';

type Criteria = CaseFile['criteria'];

/** Names of a criterion's two fields. */
export const metField = (code: string) => `met-${code}` as const;
export const whyField = (code: string) => `why-${code}` as const;

/** Every criterion is met, or it is explained why the case is taken all the same. */
export function acceptedForm({ criteria, leadIds, agencyIds, inCircle }: { criteria: Criteria; leadIds: readonly string[]; agencyIds: readonly string[]; inCircle: readonly string[] }) {
  const met = Object.fromEntries(criteria.map(({ code, text }) => [metField(code), fields.yesNo(`Select yes if this is met: ${text}`)]));
  const why = Object.fromEntries(criteria.map(({ code }) => [whyField(code), fields.optionalText(2000)]));
  const asked: z.ZodObject = z.object({
    ...seen,
    ...met,
    ...why,
    leadUserId: fields.choiceOf(leadIds, 'Select a lead officer'),
    circle: fields.choicesOf(agencyIds, inCircle.length === 0 ? 'Select at least one agency' : undefined),
  });
  const schema = criteria.reduce(
    (whole, { code, text }) =>
      rule(whole, {
        of: [metField(code), whyField(code)],
        at: whyField(code),
        holds: (values) => values[metField(code)] === true || values[whyField(code)] !== '',
        otherwise: `Explain why the case is accepted although this is not met: ${text}`,
      }),
    asked,
  );
  return formOf(schema);
}

/** What the form's fields hold, read again by name: which of them there are depends on the forum. */
const answered = z.looseObject({ leadUserId: z.string(), circle: z.array(z.string()) });

/** Agencies that may be invited: the owner is always there, and those in the circle are in it already. */
function invitable({ agencies, file }: StepGiven) {
  const there = agenciesNow(file);
  return agencies.filter(({ id }) => !there.includes(id));
}

const inCircle = ({ file }: StepGiven) => agenciesNow(file).filter((id) => id !== file.ownerAgencyId);

export const accepted = transitionStep({
  to: 'accepted',
  heading: 'Accept the case',
  button: 'Accept the case',
  template: 'cases/transitions/accepted/accepted',
  needs: ['agencies', 'leads', 'forum'],
  form: (given) =>
    acceptedForm({
      criteria: given.file.criteria,
      leadIds: given.leads.map(({ value }) => value),
      // Those in the circle too: a second click finds the agencies there that the first one invited.
      agencyIds: given.agencies.map(({ id }) => id),
      inCircle: inCircle(given),
    }),
  start: (given) => ({ circle: invitable(given).map(({ id }) => id).filter((id) => given.coreAgencyIds.includes(id)) }),
  transition: (value, given) => {
    const answers = answered.parse(value);
    return {
      to: 'accepted',
      criteria: given.file.criteria.map(({ code }) => {
        const met = answers[metField(code)] === true;
        const explanation = answers[whyField(code)];
        return { code, met, explanation: !met && typeof explanation === 'string' ? explanation : '' };
      }),
      leadUserId: answers.leadUserId,
      circle: [...new Set([...inCircle(given), ...answers.circle])].sort(),
    };
  },
  shows: (given) => ({
    criteria: given.file.criteria.map(({ code, text }) => ({ text, met: metField(code), why: whyField(code) })),
    leads: given.leads,
    agencyItems: agencyChoices(invitable(given)),
    inCircle: given.agencies.filter(({ id }) => inCircle(given).includes(id)).map(({ name }) => name),
  }),
});
