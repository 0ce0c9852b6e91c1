import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { patient } from '../patience.js';
import { closeCase, closedCases } from '../steps/casework.js';
import { Colleague } from '../steps/colleague.js';
import { someoneNew } from '../steps/nominating.js';

test('a manager closes a case with its outcome, and opens the figure to its cases @phone', async ({ as }) => {
  const given = await Colleague.does('safeguarding lead', (lead) => lead.nominates(someoneNew('Wagtail')));
  await Colleague.does('JAG coordinator', async (coordinator) => {
    await coordinator.screens(given);
    await coordinator.accepts(given, 'Tom Beckwith', 'Leicestershire Police');
  });
  await Colleague.does('Lead officer', (lead) => lead.works(given, 'Leicestershire Police'));

  const page = await as('Manager and chair');
  const home = await HomePage.on(page);
  for (const card of ['New for you', 'Next meeting', 'Open cases', 'Figures']) await expect(home.card(card)).toBeVisible();
  await expect(home.card('Cases waiting to be closed')).toContainText('waiting');
  const before = await closedCases(page);
  await page.goto(given.address);
  await (await PlainPage.called(page, given.reference)).follow('Close the case');
  await (await PlainPage.called(page, 'Close the case')).press('Close the case');
  const unanswered = await PlainPage.called(page, 'Close the case');
  await expect(unanswered.errorSummary).toContainText('Select the outcome');
  await page.goto(given.address);
  await closeCase(page, given.reference);

  await expect(async () => expect(await closedCases(page)).toBeGreaterThan(before)).toPass({ timeout: patient(30_000) });
  await expect(page.getByRole('main')).toContainText('These are the exact figures of your agency’s forums');
  await (await PlainPage.called(page, 'Figures')).follow(/Cases closed by Youth JAG, the year/);
  const behind = await PlainPage.called(page, 'Cases closed by Youth JAG');
  await behind.follow(given.reference);
  await PlainPage.called(page, given.reference);
});
