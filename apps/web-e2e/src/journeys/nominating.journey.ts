import { expect, signIn, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { account } from '../stack/accounts.js';
import { answerDanger, answerTheRest, answerWho, beginNomination, nominate, sendNomination, someoneNew } from '../steps/nominating.js';

test('a safeguarding lead nominates a pupil @phone', async ({ as }) => {
  const page = await as('safeguarding lead');
  const reference = await nominate(page, someoneNew('Kestrel'));
  await page.getByRole('main').getByRole('link', { name: 'See the case' }).click();
  await PlainPage.called(page, new RegExp(reference));
});

test('a nomination that was left is resumed by its author alone, and sent once from two windows', async ({ as, page }) => {
  const nominee = someoneNew('Plover');
  await signIn(page, account('safeguarding lead'));
  await beginNomination(page);
  await answerDanger(page);
  await answerWho(page, nominee);
  await PlainPage.called(page, 'What happened?');
  const [address = ''] = /\/nominations\/[0-9a-f-]{36}/.exec(page.url()) ?? [];
  await (await PlainPage.called(page, 'What happened?')).signOut();
  await PlainPage.called(page, 'You have signed out');

  const coordinator = await as('JAG coordinator');
  for (const path of [address, `${address}/check`, `${address}/sent`]) {
    await coordinator.goto(path);
    await PlainPage.called(coordinator, 'Page not found');
  }

  const lead = await as('safeguarding lead');
  await lead.goto('/nominations');
  await PlainPage.called(lead, 'Nominations');
  await lead.locator(`a[href="${address}"]`).click();
  const resumed = await PlainPage.called(lead, 'Nomination to Youth JAG');
  await expect(lead.getByText(nominee.familyName).first()).toBeVisible();
  await resumed.follow('What happened');
  await answerTheRest(lead);
  await PlainPage.called(lead, 'Check your answers');
  const other = await as('safeguarding lead');
  await other.goto(`${address}/check`);
  await PlainPage.called(other, 'Check your answers');
  expect(await sendNomination(other)).toBe(await sendNomination(lead));
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
