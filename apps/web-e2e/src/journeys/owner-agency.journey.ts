import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { Colleague } from '../steps/colleague.js';
import { someoneNew } from '../steps/nominating.js';
import { keep } from '../steps/protections.js';

const POLICE = 'Leicestershire Police';
const INCIDENT = 'Seen with older boys at the bus station';
const TENANCY = 'The family is behind with the rent';

test('an agency says who may know of what it owns, sees who has seen it, and names a reader with a second person', async ({ as }) => {
  const given = await Colleague.does('safeguarding lead', (lead) => lead.nominates(someoneNew('Nightjar')));
  await Colleague.does('JAG coordinator', async (coordinator) => {
    await coordinator.screens(given);
    await coordinator.accepts(given, 'Tom Beckwith', POLICE);
    await coordinator.adds(given, /^Behaviour/, { 'field-incidents': INCIDENT });
    await coordinator.adds(given, /^Housing/, { 'field-tenancy': TENANCY });
  });

  const officer = await as('Police officer, Leicestershire');
  const shown = officer.getByRole('main');
  await officer.goto(given.address);
  await PlainPage.called(officer, given.reference);
  await expect(shown.locator('.govuk-summary-card').filter({ hasText: INCIDENT })).toContainText(/Why you can see it\s+Shared under the Youth JAG .*, term 2/);
  await expect(shown).not.toContainText(TENANCY);
  await expect(shown).toContainText('Hinckley & Bosworth Borough Council holds more information about this case, and no agreement lets your agency see it');

  const owner = await as('JAG coordinator');
  await owner.goto(`${given.address}/seen`);
  await PlainPage.called(owner, 'Who has seen what, and why');
  await expect(owner.getByRole('row', { name: 'Imran Daley' })).toContainText(/Behaviour: incidents.*Shared under/s);
  await keep(owner, given, 'Housing: tenancy', 'Those who may read it');
  await keep(owner, given, 'Behaviour: incidents', 'Named people only, for the safety of a victim');
  const kept = await PlainPage.called(owner, 'How this information is kept');
  await kept.select('Who?', 'Imran Daley, Leicestershire Police');
  await kept.fill('Why do they need to read it?', 'He visits the family');
  await kept.press('Ask a colleague to confirm');
  await PlainPage.called(owner, 'How this information is kept');
  await expect(owner.getByRole('main')).toContainText('A colleague has to confirm what you asked');
  const address = owner.url();

  await officer.goto(given.address);
  await PlainPage.called(officer, given.reference);
  await expect(shown).not.toContainText(INCIDENT);
  await expect(shown).not.toContainText('holds more information');

  // Who looks after the agency's information confirms it without seeing it.
  const governance = await as('Information governance lead');
  await governance.goto('/kept/cases');
  await (await PlainPage.called(governance, 'Cases that you look after')).follow(`Readers to confirm of ${given.reference}`);
  const waiting = await PlainPage.called(governance, 'Readers who wait for a second person');
  await expect(governance.getByRole('main')).not.toContainText(INCIDENT);
  await waiting.press(`Let them read it: Imran Daley, ${given.reference}, behaviour`);
  await PlainPage.called(governance, 'Readers who wait for a second person');
  const second = await as('Manager and chair');
  await second.goto(address);
  await PlainPage.called(second, 'How this information is kept');
  await expect(second.getByRole('main')).toContainText('Imran Daley, since');
  await officer.reload();
  await PlainPage.called(officer, given.reference);
  await expect(shown).toContainText(INCIDENT);

  await keep(second, given, 'Behaviour: incidents', 'Those who may read it');
  await expect(second.getByRole('main')).toContainText('How it is kept has been changed');
  await second.goto(`${given.address}/protections/exclusions/new`);
  const exclude = await PlainPage.called(second, 'Keep a colleague from this case');
  await exclude.select('Who is kept from it?', 'Tom Beckwith, Hinckley & Bosworth Borough Council');
  await exclude.fill('Why?', 'A neighbour of the family');
  await exclude.press('Keep them from it');
  await PlainPage.called(second, 'Who is kept from this case');
  await Colleague.does('Lead officer', (excluded) => excluded.findsNothingAt(given.address));
});
