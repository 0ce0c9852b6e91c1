import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { answerDanger, answerTheRest, answerWho, beginNomination, nominate, sendNomination, someoneNew } from '../steps/nominating.js';

test('a safeguarding lead nominates a pupil @phone @no-javascript', async ({ as }) => {
  const page = await as('safeguarding lead');
  const reference = await nominate(page, someoneNew('Kestrel'));
  await page.getByRole('main').getByRole('link', { name: 'See the case' }).click();
  await PlainPage.called(page, new RegExp(reference));
});

test('a nomination is kept between its pages, and belongs to its author alone', async ({ as }) => {
  const lead = await as('safeguarding lead');
  const nominee = someoneNew('Plover');
  await beginNomination(lead);
  await answerDanger(lead);
  await answerWho(lead, nominee);
  await PlainPage.called(lead, 'What happened?');
  const [address = ''] = /^.*\/nominations\/[0-9a-f-]{36}/.exec(lead.url()) ?? [];
  const resumed = await as('safeguarding lead');
  await resumed.goto(address);
  await PlainPage.called(resumed, 'Nomination to Youth JAG');
  await expect(resumed.getByText(nominee.familyName).first()).toBeVisible();
  const coordinator = await as('coordinator');
  await coordinator.goto(address);
  await PlainPage.called(coordinator, 'Page not found');
  await answerTheRest(lead);
  await sendNomination(lead);
});

test('the danger page says what is missing and keeps what was typed', async ({ as }) => {
  const page = await as('safeguarding lead');
  await beginNomination(page);
  const danger = await PlainPage.called(page, 'Is anyone in danger now?');
  await danger.choose('Yes', 'Is anyone in immediate danger?');
  await danger.press('Save and continue');
  const again = await PlainPage.called(page, 'Is anyone in danger now?');
  await expect(again.errorSummary).toBeVisible();
  await expect(page.getByRole('group', { name: 'Is anyone in immediate danger?' }).getByLabel('Yes')).toBeChecked();
});
