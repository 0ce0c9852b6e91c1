import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { patient } from '../patience.js';
import { Colleague } from '../steps/colleague.js';
import { someoneNew } from '../steps/nominating.js';
import { openReferral } from '../steps/referrals.js';
import { recordConsent, reviewEmergency, useEmergencyAccess, withdraw } from '../steps/sharing.js';

const OUTREACH = 'Hinckley & Bosworth Youth Outreach';
const HELD = 'Comes to school three days of five';

test('consent opens what a school holds, and its withdrawal closes it; in an emergency an officer sees it for a day', async ({ as }) => {
  test.setTimeout(patient(150_000));
  const nominee = someoneNew('Redstart');
  const given = await Colleague.does('safeguarding lead', async (lead) => {
    const nominated = await lead.nominates(nominee);
    await lead.adds(nominated, /^Education/, { 'field-attendance': HELD });
    return nominated;
  });
  await Colleague.does('JAG coordinator', async (coordinator) => {
    await coordinator.screens(given);
    await coordinator.accepts(given, 'Tom Beckwith', OUTREACH);
  });

  const officerOfCase = await as('Lead officer');
  await officerOfCase.goto(`${given.address}/consents/new`);
  await recordConsent(officerOfCase, OUTREACH, '2026-10-05');

  // What is sent on goes with the receipt of that consent.
  await Colleague.does('JAG coordinator', (colleague) => colleague.refers(given, /^Youth outreach/));
  const worker = await as('Youth outreach worker');
  const held = worker.getByRole('main');
  await openReferral(worker, `${nominee.givenName} ${nominee.familyName}`);
  await expect(held).toContainText(/Consent that came with the referral.*Education/s);
  await expect(held.getByRole('definition').filter({ hasText: 'Wants a mentor' })).toContainText('Why you can see it: Your agency owns this information');
  const referral = /RF-[2-9A-Z]{4}-[2-9A-Z]{2}/.exec(await held.innerText())?.[0] ?? '';

  await worker.goto(given.address);
  await PlainPage.called(worker, given.reference);
  await expect(held).toContainText(HELD);
  await expect(held).toContainText(/consent given on/);

  await withdraw(officerOfCase);
  await worker.reload();
  await PlainPage.called(worker, given.reference);
  await expect(held).not.toContainText(HELD);
  // A task for the case, and one for the referral, which crossed to another service.
  await expect(async () => {
    await worker.goto('/withdrawn-consent');
    await expect(held).toContainText(given.reference, { timeout: 500 });
    await expect(held).toContainText(referral, { timeout: 500 });
  }).toPass({ timeout: patient(15_000) });
  await worker.goto('/notices');
  await (await PlainPage.called(worker, 'Notices')).follow(/Consent has been withdrawn/);
  const task = await PlainPage.called(worker, 'What did you do with what was shared?');
  await task.choose('Deleted it');
  await task.fill('What was done, and by whom?', 'The worker struck it from their notes');
  await task.press('Say that it is done');
  await PlainPage.called(worker, 'Withdrawn consent');

  const officer = await as('Police officer, Leicestershire');
  await officer.goto(given.address);
  await PlainPage.called(officer, 'Page not found');
  await useEmergencyAccess(officer, given, nominee);
  await expect(officer.getByRole('main')).toContainText(HELD);
  await expect(officer.getByRole('main')).toContainText(/You can see this until .*: 23 hours.* left/);

  await reviewEmergency(await as('Manager and chair'), given);
});
