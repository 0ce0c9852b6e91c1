import { transition } from '@concordat/contracts-jag-cases';
import { describe, expect, it } from '@jest/globals';
import { aCase, agencies, users } from '../../../test/case-factory.js';
import { acceptedForm } from './accepted/accepted.step.js';
import { closedForm } from './closed/closed.step.js';
import { onHoldForm } from './on-hold/on-hold.step.js';
import { screeningForm } from './screening/screening.step.js';
import { STEPS } from './steps.js';
import type { StepGiven } from './transition-step.js';
import { stepPage } from './transition.presenter.js';

const agency = (id: string, name: string) => ({ id, name, kind: 'police', parentId: null, emergencyAccess: false, dutyContact: null, active: true, version: 1, updatedAt: '2026-01-01T00:00:00.000Z' });

const given: StepGiven = {
  file: aCase(),
  agencies: [agency(agencies.council, 'Blaby District Council'), agency(agencies.school, 'Countesthorpe Academy'), agency(agencies.police, 'Leicestershire Police')],
  leads: [{ value: users.grace, text: 'Grace Webb' }],
  outcomes: [{ code: 'objective-met', name: 'Objective met', positive: true }, { code: 'moved-away', name: 'Moved away', positive: false }],
  coreAgencyIds: [agencies.police],
  likely: [],
};

const until = { 'until-day': '1', 'until-month': '3', 'until-year': '2099' };
const answers: Record<string, Record<string, string | string[]>> = {
  screening: { duplicatesChecked: 'yes', activityElsewhere: '' },
  'information-requested': { what: 'Attendance', agencyIds: agencies.police, 'by-day': '1', 'by-month': '3', 'by-year': '2099' },
  accepted: { 'met-age': 'yes', 'met-risk': 'no', 'why-risk': 'Known to older boys', leadUserId: users.grace, circle: agencies.police },
  declined: { reason: 'Not for us' },
  redirected: { where: 'Early help', reason: 'Better there' },
  assessing: { objective: 'Fewer incidents' },
  planning: { analysis: 'Boredom' },
  responding: {},
  'assessing-result': { whatChanged: 'Plays football' },
  monitoring: { stepDownAgencyId: agencies.school, ...until },
  'on-hold': { reason: 'Away', ...until },
  resumed: { reason: '' },
  closed: { outcome: 'moved-away', reason: 'Moved', ownView: 'Happy', victimTold: 'yes', learned: 'Act early' },
  'accepted-again': { reason: 'It began again' },
};

/** What a step gives to the service for a form filled in. */
async function sent(to: string, typed: Record<string, string | string[]>, whom = given) {
  const step = STEPS.find((one) => one.to === to)!;
  const result = await step.send({ version: '3', ...typed }, whom, (version, made) => Promise.resolve({ version, made }));
  return result.sent ? result.answer : result.form.faults;
}

const messages = (form: { faults: readonly { message: string }[] }) => form.faults.map(({ message }) => message);

describe('the pages of transitions', () => {
  it('are there for every transition of the contract', () => {
    expect(STEPS.map(({ to }) => to).sort()).toEqual(transition.options.map((option) => option.shape.to.value).sort());
  });

  it.each(Object.keys(answers))('%s gives the service what its contract asks, with the version that the page showed', async (to) => {
    const made = await sent(to, answers[to]!);
    expect(made).toMatchObject({ version: 3, made: { to } });
    expect(transition.safeParse('made' in made ? made.made : null).success).toBe(true);
  });

  it.each(Object.keys(answers))('%s shows its page', (to) => {
    const step = STEPS.find((one) => one.to === to)!;
    const { model, template } = stepPage(step, given, step.blank(given), []);
    expect(template).toContain(to);
    expect(model).toMatchObject({ title: step.heading, reference: 'YJ-7K3M-Q2', back: `/cases/${given.file.id}` });
  });

  it('shows what someone else changed, and answers 409', () => {
    const step = STEPS[0]!;
    const rows = [{ field: 'State', from: 'Screening', to: 'Declined', by: 'Mary Okafor', byUser: users.mary, at: '2 February 2026' }];
    expect(stepPage(step, given, step.blank(given), rows).model).toMatchObject({ status: 409, movedOn: rows });
  });
});

describe('accepting', () => {
  const form = (inCircle: string[] = []) => acceptedForm({ criteria: given.file.criteria, leadIds: [users.grace], agencyIds: [agencies.police, agencies.school], inCircle });

  it('asks for every criterion, a lead officer and an agency', () => {
    expect(messages(form().read({ version: '3' }).form)).toEqual([
      'Select yes if this is met: Is aged 10 to 17', 'Select yes if this is met: Is at risk of offending', 'Select a lead officer', 'Select at least one agency',
    ]);
  });

  it('asks for an explanation of a criterion that is not met, whatever else is wrong', () => {
    expect(messages(form().read({ version: '3', 'met-age': 'no', 'met-risk': 'yes' }).form)).toContain('Explain why the case is accepted although this is not met: Is aged 10 to 17');
  });

  it('needs nobody new where an agency is in the circle already', () => {
    expect(messages(form([agencies.school]).read({ ...answers.accepted, version: '3', circle: [] }).form)).toEqual([]);
  });

  it('sends the same to the service when it is sent twice, though the first has filled the circle', async () => {
    const entry = { id: users.mary, from: '2026-01-12T09:00:00.000Z', to: null, userIds: null };
    const after = { ...given, file: { ...given.file, circle: [agencies.school, agencies.police].map((agencyId) => ({ ...entry, agencyId })) } };
    expect(await sent('accepted', answers.accepted!, after)).toEqual(await sent('accepted', answers.accepted!));
  });

  it('begins with the agencies of the forum', () => {
    const step = STEPS.find(({ to }) => to === 'accepted')!;
    expect(step.blank(given).has('circle', agencies.police)).toBe(true);
  });
});

describe('other steps', () => {
  it('do not go on before duplicates were checked', () => {
    expect(messages(screeningForm.read({ version: '1' }).form)).toEqual(['Confirm that you have checked for duplicates']);
  });

  it('hold a case until a day in the future', () => {
    expect(messages(onHoldForm.read({ version: '1', reason: 'Away', 'until-day': '1', 'until-month': '3', 'until-year': '2020' }).form)).toEqual(['Date until which it is on hold must be in the future']);
  });

  it('close a case with every answer, positive as its outcome is', async () => {
    expect(closedForm(['objective-met']).read({ version: '1' }).form.faults).toHaveLength(5);
    expect(await sent('closed', answers.closed!)).toMatchObject({ made: { positive: false } });
    expect(await sent('closed', { ...answers.closed!, outcome: 'objective-met' })).toMatchObject({ made: { positive: true } });
  });
});
