import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { acceptCase, moveCase, openCase } from '../steps/casework.js';
import { Colleague } from '../steps/colleague.js';
import { holdMeeting, planMeeting, putOnAgenda } from '../steps/meetings.js';
import { someoneNew } from '../steps/nominating.js';

test('a coordinator screens a nomination, accepts it and holds the meeting @phone', async ({ as }) => {
  const given = await Colleague.does('safeguarding lead', (lead) => lead.nominates(someoneNew('Whimbrel')));
  const page = await as('JAG coordinator');
  await expect((await HomePage.on(page)).card('Nominations to screen')).toContainText('waiting');
  const open = await openCase(page, given.reference);
  await open.follow('Start screening');
  await (await PlainPage.called(page, 'Screen the nomination')).press('Start screening');
  const unchecked = await PlainPage.called(page, 'Screen the nomination');
  await expect(unchecked.errorSummary).toContainText('Confirm that you have checked for duplicates');
  await page.goto(given.address);
  await moveCase(page, given.reference, 'Start screening', 'Screen the nomination', 'Start screening', (step) => step.choose('I have checked that this is not a case that we have already'));
  await acceptCase(page, given.reference, 'Tom Beckwith', ['Leicestershire Police']);

  const meeting = await planMeeting(page, `Room ${given.reference}`);
  await putOnAgenda(page, given, meeting);
  await holdMeeting(page, meeting, 'Offer a mentor and talk with the family', [
    { agency: 'Leicestershire Police', what: 'Visit the family together with the school' },
  ]);
  await page.goto(meeting);
  await (await PlainPage.called(page, /\d{4}/)).press('End the meeting');
  await (await PlainPage.called(page, 'End the meeting?')).press('End the meeting');
  await PlainPage.called(page, /\d{4}/);
  await expect(page.getByRole('main')).toContainText('Visit the family together with the school');
});
