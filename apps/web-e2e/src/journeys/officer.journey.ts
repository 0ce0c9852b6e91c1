import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { Colleague } from '../steps/colleague.js';
import { someoneNew } from '../steps/nominating.js';

const POLICE = 'Leicestershire Police';

test('an officer does what was asked of them, and adds what the police know @phone', async ({ as }) => {
  const nominee = someoneNew('Dunnock');
  const what = `Visit the family of ${nominee.givenName}`;
  const given = await Colleague.does('safeguarding lead', (lead) => lead.nominates(nominee));
  await Colleague.does('JAG coordinator', async (coordinator) => {
    await coordinator.screens(given);
    await coordinator.accepts(given, 'Tom Beckwith', POLICE);
    await coordinator.gives(given, POLICE, what);
  });

  const page = await as('Police officer, Leicestershire');
  const main = page.getByRole('main');
  await expect((await HomePage.on(page)).card(`Actions of ${POLICE}`)).toBeVisible();
  await page.goto('/actions');
  await (await PlainPage.called(page, 'Actions')).follow(what);
  await (await PlainPage.called(page, /^Action/)).press('Accept the action');
  await (await PlainPage.called(page, /^Action/)).follow('Say that it is done, or not done');
  const unfinished = await PlainPage.called(page, 'Finish the action');
  await unfinished.choose('Yes, it was done');
  await unfinished.press('Save');
  const again = await PlainPage.called(page, 'Finish the action');
  await expect(again.errorSummary).toContainText('Enter what came of it');
  await expect(page.getByLabel('Yes, it was done')).toBeChecked();
  await again.fill('What came of it?', 'Visited on Tuesday');
  await again.press('Save');
  await PlainPage.called(page, /./);

  await page.goto(given.address);
  const open = await PlainPage.called(page, given.reference);
  await expect(main).toContainText('Visited on Tuesday');
  const incidents = main.locator('.govuk-summary-card').filter({ hasText: 'Fireworks were thrown' });
  await expect(incidents).toContainText(/Why you can see it\s+Shared under the Youth JAG .*, term 2/);
  await expect(main).not.toContainText('Neighbours, who stay indoors');
  await open.follow('Add information');
  const kind = await PlainPage.called(page, 'What kind of information do you add?');
  await kind.choose('Offending');
  await kind.press('Continue');
  const empty = await PlainPage.called(page, /offending/i);
  await empty.press('Add information');
  const item = await PlainPage.called(page, /offending/i);
  await expect(item.errorSummary).toContainText('Fill in at least one of these');
  await item.fill('Outcomes', 'Community resolution in September');
  await item.choose('No', 'May others on the case be told that it exists?');
  await item.press('Add information');
  await PlainPage.called(page, given.reference);
  await expect(main.locator('.govuk-summary-card').filter({ hasText: 'Community resolution in September' })).toContainText('Your agency owns this information');
});
