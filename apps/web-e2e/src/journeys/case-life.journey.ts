import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { patient } from '../patience.js';
import { acceptCase, closeCase, closedCases, moveCase, openCase, search, seesNothingOf } from '../steps/casework.js';
import { Colleague } from '../steps/colleague.js';
import { holdMeeting, planMeeting, putOnAgenda } from '../steps/meetings.js';
import { someoneNew } from '../steps/nominating.js';
import { closeReferral, openReferral, recordContact, takeReferral } from '../steps/referrals.js';

const SCHOOL = 'Hollycroft Park Academy';
const POLICE = 'Leicestershire Police';

test('a nomination goes all the way through, as each role sees it', async ({ as }) => {
  test.setTimeout(patient(420_000));
  const nominee = someoneNew('Goshawk');
  const { reference } = await Colleague.does('safeguarding lead', (lead) => lead.nominates(nominee));

  const coordinator = await as('JAG coordinator');
  await expect((await HomePage.on(coordinator)).card('Nominations to screen')).toContainText('waiting');
  const opened = await openCase(coordinator, reference);
  const address = coordinator.url();
  await expect(coordinator.getByText(`${nominee.givenName} ${nominee.familyName}`).first()).toBeVisible();
  await expect(coordinator.getByText(/Shared under .*, term \d/).first()).toBeVisible();
  expect(opened.page).toBe(coordinator);

  await test.step('the coordinator screens and accepts it', async () => {
    await moveCase(coordinator, reference, 'Start screening', 'Screen the nomination', 'Start screening', (step) => step.choose('I have checked that this is not a case that we have already'));
    await acceptCase(coordinator, reference, 'Tom Beckwith', [POLICE]);
    await expect(coordinator.getByRole('main')).toContainText('Accepted');
  });

  await test.step('a meeting decides and gives two actions', async () => {
    const meeting = await planMeeting(coordinator, `Room ${reference}`);
    await putOnAgenda(coordinator, { reference, address }, meeting);
    await holdMeeting(coordinator, meeting, 'Offer a mentor and talk with the family', [
      { agency: POLICE, what: 'Visit the family together with the school' },
      { agency: SCHOOL, what: 'Agree a plan for the lunch break' },
    ]);
  });

  await test.step('an officer of the circle sees what the agreement allows, adds and completes', async () => {
    const officer = await as('Police officer, Leicestershire');
    await openCase(officer, reference);
    const main = officer.getByRole('main');
    await expect(main).toContainText(nominee.familyName);
    await expect(main).toContainText('Fireworks were thrown');
    await expect(main).not.toContainText('Neighbours, who stay indoors');
    await (await PlainPage.called(officer, reference)).follow('Add information');
    const kind = await PlainPage.called(officer, 'What kind of information do you add?');
    await kind.choose('Offending');
    await kind.press('Continue');
    const item = await PlainPage.called(officer, /offending/i);
    await item.fill('Outcomes', 'Community resolution in September');
    await item.choose('No', 'May others on the case be told that it exists?');
    await item.press('Add information');
    await PlainPage.called(officer, reference);
    await expect(main).toContainText('Community resolution in September');
    await (await PlainPage.called(officer, reference)).follow('Visit the family together with the school');
    const action = await PlainPage.called(officer, /^Action/);
    await action.follow('Say that it is done, or not done');
    const finish = await PlainPage.called(officer, 'Finish the action');
    await finish.choose('Yes, it was done');
    await finish.fill('What came of it?', 'Visited on Tuesday');
    await finish.press('Save');
    await PlainPage.called(officer, /./);
    await search(officer, nominee.familyName);
    await expect(officer.getByRole('main').getByRole('link', { name: reference })).toBeVisible();
  });

  await test.step('others find nothing', async () => {
    for (const who of ['British Transport Police', 'Charnwood']) {
      await seesNothingOf(await as(who), { reference, address, familyName: nominee.familyName });
    }
  });

  await test.step('youth outreach receives a referral and closes it; the timeline tells the steps alone', async () => {
    await coordinator.goto(address);
    await (await PlainPage.called(coordinator, reference)).follow('Refer to a service');
    const service = await PlainPage.called(coordinator, 'Refer to a service');
    await service.choose(/outreach/i);
    await service.press('Continue');
    const details = await PlainPage.called(coordinator, 'About the referral');
    await details.fill('Why do you refer them?', 'Wants a mentor who plays football');
    await details.choose('Yes, they agree');
    await details.choose('Telephone call');
    await details.fill('What else is there to know? (optional)', 'After school');
    await details.press('Continue');
    const check = await PlainPage.called(coordinator, 'Check the referral before you send it');
    await check.press('Send referral');
    await PlainPage.called(coordinator, 'Referral sent');
    const outreach = await as('Youth outreach worker');
    const name = `${nominee.givenName} ${nominee.familyName}`;
    await openReferral(outreach, name);
    await takeReferral(outreach, name);
    await recordContact(outreach, name);
    await closeReferral(outreach, name);
    await expect(async () => {
      await coordinator.goto(`${address}/timeline`);
      await expect(coordinator.getByRole('main')).toContainText(/closed/i, { timeout: 1000 });
    }).toPass({ timeout: patient(20_000) });
    await PlainPage.called(coordinator, /./);
    await expect(coordinator.getByRole('main')).not.toContainText('football');
  });

  await test.step('the school finishes its action, the lead officer works, the manager closes', async () => {
    const lead = await as('safeguarding lead');
    await lead.goto(address);
    await (await PlainPage.called(lead, reference)).follow('Agree a plan for the lunch break');
    await (await PlainPage.called(lead, /^Action/)).follow('Say that it is done, or not done');
    const finish = await PlainPage.called(lead, 'Finish the action');
    await finish.choose('Yes, it was done');
    await finish.fill('What came of it?', 'The plan is agreed');
    await finish.press('Save');
    await PlainPage.called(lead, /./);

    const worker = await as('Lead officer');
    await worker.goto(address);
    await moveCase(worker, reference, /objective/i, 'Set the objective', 'Start assessing', (step) => step.fill('What should be different in the end?', 'No more reports from the park'));
    await moveCase(worker, reference, /analysis/i, 'Record the analysis', 'Start planning', (step) => step.fill('What is behind the problem?', 'Nothing to do after school'));
    await moveCase(worker, reference, 'Start the response', 'Start the response', 'Start the response', async () => {});
    await moveCase(worker, reference, 'Assess the result', 'Assess the result', 'Assess the result', (step) => step.fill('What has changed since the response began?', 'Plays in a team'));

    const manager = await as('Manager and chair');
    const before = await closedCases(manager);
    await manager.goto(address);
    await closeCase(manager, reference);
    await expect(async () => expect(await closedCases(manager)).toBeGreaterThan(before)).toPass({ timeout: patient(30_000) });
  });
});
