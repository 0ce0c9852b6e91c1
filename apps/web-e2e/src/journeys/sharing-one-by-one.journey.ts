import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { Colleague } from '../steps/colleague.js';
import { someoneNew } from '../steps/nominating.js';
import { reviewEmergency, useEmergencyAccess, withdraw } from '../steps/sharing.js';

const OUTREACH = 'Hinckley & Bosworth Youth Outreach';
const HELD = 'Comes to school three days of five';

test('consent opens what a school holds, and its withdrawal closes it; in an emergency an officer sees it for a day', async ({ as }) => {
  test.setTimeout(150_000);
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

  const coordinator = await as('JAG coordinator');
  await coordinator.goto(`${given.address}/consents/new`);
  const asked = await PlainPage.called(coordinator, 'Record consent or a refusal');
  await asked.choose('Consent was given');
  await asked.choose('The person themselves');
  await asked.choose(OUTREACH);
  await asked.choose('Education');
  await asked.fill('What was explained?', 'What the school tells the youth workers, and that this can be taken back');
  await asked.fillDate('When did they decide?', '2026-10-05');
  await asked.choose('Said in person');
  await asked.press('Record the decision');
  const refused = await PlainPage.called(coordinator, 'Record consent or a refusal');
  await expect(refused.errorSummary).toContainText('The person is under 16');
  await refused.fill(/who assessed that they are competent/, 'School nurse');
  await refused.fill('Why are they competent to decide this?', 'Told back in their own words who would read it, and what for');
  await refused.press('Record the decision');
  await PlainPage.called(coordinator, 'Consent to share');

  const worker = await as('Youth outreach worker');
  const held = worker.getByRole('main');
  await worker.goto(given.address);
  await PlainPage.called(worker, given.reference);
  await expect(held).toContainText(HELD);
  await expect(held).toContainText(/consent given on/);

  await withdraw(coordinator);
  await worker.reload();
  await PlainPage.called(worker, given.reference);
  await expect(held).not.toContainText(HELD);
  await worker.goto('/notices');
  await (await PlainPage.called(worker, 'Notices')).follow(/Consent has been withdrawn/);
  const task = await PlainPage.called(worker, 'What did you do with what was shared?');
  await task.choose('Deleted it');
  await task.fill('What was done, and by whom?', 'The worker struck it from their notes');
  await task.press('Say that it is done');
  await PlainPage.called(worker, 'Withdrawn consent');
  await expect(held).toContainText(given.reference);

  const officer = await as('Police officer, Leicestershire');
  await officer.goto(given.address);
  await PlainPage.called(officer, 'Page not found');
  await useEmergencyAccess(officer, given, nominee);
  await expect(officer.getByRole('main')).toContainText(HELD);
  await expect(officer.getByRole('main')).toContainText(/You can see this until .*: 23 hours.* left/);

  await reviewEmergency(await as('Manager and chair'), given);
});
