import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { Colleague } from '../steps/colleague.js';
import { someoneNew } from '../steps/nominating.js';
import { openReferral, recordContact, takeReferral } from '../steps/referrals.js';

test('an outreach worker takes a referral on and records the first contact @phone', async ({ as }) => {
  const nominee = someoneNew('Siskin');
  const name = `${nominee.givenName} ${nominee.familyName}`;
  const given = await Colleague.does('safeguarding lead', (lead) => lead.nominates(nominee));
  await Colleague.does('JAG coordinator', async (coordinator) => {
    await coordinator.screens(given);
    await coordinator.accepts(given, 'Tom Beckwith', 'Leicestershire Police');
    await coordinator.refers(given, /^Youth outreach/);
  });

  const page = await as('Youth outreach worker');
  await openReferral(page, name);
  await (await PlainPage.called(page, name)).follow('Decline the referral');
  await (await PlainPage.called(page, 'Decline the referral')).press('Decline referral');
  const decline = await PlainPage.called(page, 'Decline the referral');
  await expect(decline.errorSummary).toContainText('Enter the reason');
  await decline.follow('Cancel');
  await takeReferral(page, name);
  await recordContact(page, name);
  await expect(page.getByRole('main')).toContainText('Talked about football');
});
