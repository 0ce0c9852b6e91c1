import { expect, type Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';
import type { GivenCase } from './colleague.js';
import type { Nominee } from './nominating.js';

/** A young person under 16 gives consent to share what is held on their education, and is found competent to only as it is asked for. */
export async function recordConsent(page: Page, agency: string, decidedOn: string): Promise<void> {
  const question = async (heading: string, answer: (shown: PlainPage) => Promise<void>): Promise<void> => {
    const shown = await PlainPage.called(page, heading);
    await answer(shown);
    await shown.press('Continue');
  };
  await question('What was decided?', (shown) => shown.choose('Consent was given'));
  await question('Who decided?', (shown) => shown.choose('The person themselves'));
  await question('Was the person assessed as able to decide this?', () => Promise.resolve());
  await question('With which agencies?', (shown) => shown.choose(agency));
  await question('Which kinds of information?', (shown) => shown.choose('Education'));
  await question('What was explained?', (shown) => shown.fill('What was explained?', 'What the school tells the youth workers, and that this can be taken back'));
  await question('When and how did they decide?', async (shown) => {
    await shown.fillDate('When did they decide?', decidedOn);
    await shown.choose('Said in person');
  });
  await question('Does it end on a day? (optional)', () => Promise.resolve());
  await (await PlainPage.called(page, 'Check what you record')).press('Record the decision');
  const refused = await PlainPage.called(page, 'Was the person assessed as able to decide this?');
  await expect(refused.errorSummary).toContainText('The person is under 16');
  await refused.fill(/who assessed that they are competent/, 'School nurse');
  await refused.fill('Why are they competent to decide this?', 'Told back in their own words who would read it, and what for');
  await refused.press('Continue');
  await (await PlainPage.called(page, 'Check what you record')).press('Record the decision');
  await PlainPage.called(page, 'Consent to share');
}

/** Withdraws the one consent of the case whose page of consents is open. */
export async function withdraw(page: Page): Promise<void> {
  await (await PlainPage.called(page, 'Consent to share')).follow('Education');
  await (await PlainPage.called(page, 'Record of consent')).follow('Record that it was withdrawn');
  const step = await PlainPage.called(page, 'Record that consent was withdrawn');
  await step.fill('Who withdrew it?', 'The young person');
  await step.choose('Said by telephone');
  await step.press('Withdraw consent');
  await PlainPage.called(page, 'Record of consent');
  await expect(page.getByRole('main')).toContainText('Withdrawn');
}

/** Opens what is held on the person of a case that is not shared with one's agency. It can be done three times a day. */
export async function useEmergencyAccess(page: Page, { reference }: GivenCase, { givenName, familyName, dateOfBirth }: Nominee): Promise<void> {
  await page.goto('/emergency-access');
  await (await PlainPage.called(page, 'Emergency access')).follow('Use emergency access');
  const ask = await PlainPage.called(page, 'Emergency access');
  await ask.fill('Who is in danger, and how do you know?', 'The person is missing, and wrote that they do not want to live');
  await ask.fill('Reference of the case', reference);
  await ask.fill('Name of the person', `${givenName} ${familyName}`);
  await ask.fillDate('Date of birth', dateOfBirth);
  await ask.choose('Education');
  await ask.choose(/^Life is in danger/);
  await ask.press('Open it now');
  await PlainPage.called(page, 'Emergency access');
}

/** The owner is told at once, and says whether it was justified. */
export async function reviewEmergency(page: Page, { reference }: GivenCase): Promise<void> {
  await page.goto('/notices');
  await (await PlainPage.called(page, 'Notices')).follow('Emergency access was used');
  const access = await PlainPage.called(page, 'Emergency access');
  await expect(page.getByRole('main')).toContainText(reference);
  await access.pressLink('Review it');
  const review = await PlainPage.called(page, 'Review an emergency access');
  await review.choose('It was justified');
  await review.fill('Why?', 'They were found in time');
  await review.press('Record the review');
  await PlainPage.called(page, 'Emergency access');
  await expect(page.getByRole('main')).toContainText('It was justified');
}
