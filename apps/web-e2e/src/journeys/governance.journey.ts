import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { patient } from '../patience.js';
import { Colleague } from '../steps/colleague.js';
import { someoneNew } from '../steps/nominating.js';

const WHY = 'A mentor may know who takes them to the station';

test('an information governance lead asks why somebody sees something, what was asked of others, and what people did', async ({ as }) => {
  const nominee = someoneNew('Fieldfare');
  const given = await Colleague.does('safeguarding lead', (lead) => lead.nominates(nominee));
  await Colleague.does('JAG coordinator', async (coordinator) => {
    await coordinator.screens(given);
    await coordinator.accepts(given, 'Tom Beckwith', 'Leicestershire Police');
    await coordinator.adds(given, /^Behaviour/, { 'field-incidents': 'Seen with older boys at the bus station' });
    await coordinator.adds(given, /^Housing/, { 'field-tenancy': 'The family is behind with the rent' });
    await coordinator.refers(given, /^Youth outreach/);
  });
  await Colleague.does('Manager of the service', (knows) => knows.waitsFor('/referrals', nominee.givenName));
  // Whoever knows the person is told, and decides: the asker hears nothing of it.
  await Colleague.does('JAG coordinator', (coordinator) => coordinator.asksWhoKnows(given, WHY));
  await Colleague.does('Police officer, Leicestershire', (officer) => officer.read(given.address));

  const knows = await as('Manager of the service');
  await expect(async () => {
    await knows.goto('/known-to');
    await expect(knows.getByRole('main').getByRole('link').first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: patient(20_000) });
  const received = await PlainPage.called(knows, 'Others ask about people we know');
  await expect(knows.getByRole('main')).toContainText('Why you can see it: Your agency owns this information');
  await received.follow(/^RF-/);
  const word = await PlainPage.called(knows, 'Somebody asks about a person whom you know');
  await expect(knows.getByRole('main')).toContainText(WHY);
  await word.choose(/^No/, 'Does your agency get in touch?');
  await word.fill('Why?', 'The work has just begun');
  await word.press('Record the decision');
  await PlainPage.called(knows, 'Others ask about people we know');

  const lead = await as('Information governance lead');
  const main = lead.getByRole('main');
  await expect((await HomePage.on(lead)).card('What we asked others')).toContainText(given.reference);
  await (await HomePage.on(lead)).follow(given.reference);
  const asked = await PlainPage.called(lead, 'Review what was asked');
  await expect(main).toContainText('Nadia Farrow');
  await asked.choose(/justified/i);
  await asked.fill('What did you find?', 'The case is open, and the reason holds');
  await asked.press('Record the review');
  await PlainPage.called(lead, 'What we asked others');

  await lead.goto(`/who-can-see?reference=${given.reference}`);
  await (await PlainPage.called(lead, 'Who can see what')).follow('Housing');
  const question = await PlainPage.called(lead, 'Who can see it');
  await question.select('Who?', 'Imran Daley, Leicestershire Police');
  await question.choose('See it on a page');
  await question.choose('Now', 'When?');
  await question.press('Ask');
  await PlainPage.called(lead, 'No: Imran Daley cannot see it');
  await expect(main).toContainText('it would have to list this kind of information');

  await lead.goto('/kept/cases/erasures');
  await (await PlainPage.called(lead, 'Requests to erase people of cases')).follow('Ask that a person be erased');
  const which = await PlainPage.called(lead, 'Which case is the person in?');
  await which.fill('Reference', given.reference);
  await which.press('Continue');
  const erasing = await PlainPage.called(lead, 'Ask that a person be erased');
  await erasing.choose(/^The person objected/, 'Why are they to be erased?');
  await erasing.fill('Number of the request', 'SAR/2026/7');
  await erasing.press('Ask a colleague to confirm');
  await expect(main.getByRole('alert')).toContainText('a case of theirs that is open');

  await lead.goto(`${given.address}/seen`);
  await PlainPage.called(lead, 'Who has seen what, and why');
  await expect(main.getByRole('row', { name: 'Imran Daley' })).toContainText(/Shared under the Youth JAG .*, term 2/);
  await lead.goto('/conduct');
  await (await PlainPage.called(lead, 'What people of your agency did')).follow('By case or referral');
  const looked = await PlainPage.called(lead, 'Who looked at a case or referral');
  await looked.fill('Reference of a case or referral', given.reference);
  await looked.press('Continue');
  const looks = await PlainPage.called(lead, 'Who has looked at this case');
  await expect(main.getByRole('row', { name: 'Imran Daley' }).first()).toContainText('Looked at: ');
  await looks.follow('See who has looked at the person of this case');
  await PlainPage.called(lead, 'Who has looked at this person');
  await expect(main).toContainText('looked at this person in 1 case of your agency');
  await expect(main.getByRole('row', { name: 'Imran Daley' }).first()).toContainText('Looked at: ');
  await lead.goto('/conduct');
  await (await PlainPage.called(lead, 'What people of your agency did')).follow('Nadia Farrow');
  await PlainPage.called(lead, 'Nadia Farrow');
  await expect(main.getByRole('row').nth(1)).toBeVisible();
  await lead.goto('/conduct');
  await (await PlainPage.called(lead, 'What people of your agency did')).follow('Have no access now');
  await PlainPage.called(lead, 'What people of your agency did');
  await expect(main.getByRole('link', { name: 'Have no access now' })).toHaveAttribute('aria-current', 'page');
});
