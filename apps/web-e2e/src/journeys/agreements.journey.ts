import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { newLetters } from '../steps/administration.js';
import { attach, move, sign, writeTerm } from '../steps/agreements.js';
import { Colleague } from '../steps/colleague.js';

const ADMINISTRATOR = 'Administrator, Hinckley';
const COUNCIL = 'Hinckley & Bosworth Borough Council';
const DISTRICT = 'Blaby District Council';

test('an agreement goes from a draft through review and two signatures into force, gets a new version and is suspended', async ({ as }) => {
  const name = `Health at home ${newLetters()}`;
  const address = await Colleague.does(ADMINISTRATOR, (writer) => writer.draftsAgreement(name, [COUNCIL, DISTRICT]));
  const administrator = await as(ADMINISTRATOR);
  const main = administrator.getByRole('main');
  await administrator.goto(address);

  await test.step('without a condition for health information it stays a draft', async () => {
    await (await PlainPage.called(administrator, name)).pressLink('Add a term');
    const term = await PlainPage.called(administrator, 'Add a term');
    await writeTerm(term);
    await term.press('Add term');
    await PlainPage.called(administrator, name);
    await expect(main).toContainText('Term 1 shares special category data (UK GDPR Article 9): select the condition on which it may');
    await expect(main.getByRole('button', { name: 'Send it for review' })).toHaveCount(0);
    await (await PlainPage.called(administrator, name)).follow('Change term 1');
    const again = await PlainPage.called(administrator, 'Change term 1');
    await again.select('On which condition is special category data shared?', 'Safeguarding children and individuals at risk: DPA 2018 Schedule 1 paragraph 18');
    await again.press('Save term');
    await attach(administrator, name, { name: 'Annex A.txt', mimeType: 'text/plain', buffer: Buffer.from('What the agencies share\n') });
    await move(administrator, name, 'Send it for review', 'Send it for review?');
  });

  await test.step('the lead of an agency that is to sign is told, reads it and signs for it alone', async () => {
    const governance = await as('Information governance lead');
    await expect((await HomePage.on(governance)).card('Agreements')).toContainText('Waiting for your agency’s signature');
    await governance.goto(address);
    await (await PlainPage.called(governance, name)).follow('Read the whole text, print or download it');
    await PlainPage.called(governance, name);
    await expect(governance.getByRole('main')).toContainText('Every agency that signed may give every agency that signed: Health');
    await governance.goto(address);
    await sign(governance, name);
    await expect(governance.getByRole('link', { name: 'Sign for an agency' })).toHaveCount(0);
  });

  await test.step('before it comes into force, what it would open is shown', async () => {
    await administrator.goto(address);
    await sign(administrator, name);
    await move(administrator, name, 'Bring it into force', 'Bring it into force?', async () => {
      await expect(main).toContainText('What others would see of your agency’s information');
    });
    await expect(main).toContainText('In force');
  });

  await test.step('a new version is compared with it, and the one in force is suspended', async () => {
    await (await PlainPage.called(administrator, name)).pressLink('Make a new version');
    await (await PlainPage.called(administrator, 'Make a new version of this agreement?')).press('Make a new version');
    await (await PlainPage.called(administrator, name)).follow('How long it is kept');
    const part = await PlainPage.called(administrator, 'How long it is kept');
    await part.fill(/How long is what was shared kept/, 'Seven years after the case is closed');
    await part.press('Save and continue');
    await (await PlainPage.called(administrator, name)).follow('See what this version changes');
    await PlainPage.called(administrator, 'What the new version changes');
    await expect(main.getByRole('row', { name: 'How long it is kept' })).toContainText(/Six years .*Seven years /s);
    await administrator.goto(address);
    await move(administrator, name, 'Suspend it', 'Suspend this agreement?');
    await expect(main).toContainText('Suspended');
  });
});

test('an administrator registers a system that asks, and ends its access', async ({ as }) => {
  const name = `Records ${newLetters()}`;
  const administrator = await as(ADMINISTRATOR);
  await administrator.goto('/administration/decision-clients');
  await (await PlainPage.called(administrator, 'Systems that ask')).pressLink('Register a system');
  const form = await PlainPage.called(administrator, 'Register a system');
  await form.fill('What is the system called?', name);
  await form.press('Register');
  const shown = await PlainPage.called(administrator, 'Give the system its secret');
  await expect(administrator.locator('.app-code')).toHaveCount(2);
  await shown.follow('Go to the systems that ask');
  await (await PlainPage.called(administrator, 'Systems that ask')).follow(`End the access of ${name}`);
  await (await PlainPage.called(administrator, `Let ${name} ask no more?`)).press('Let it ask no more');
  await PlainPage.called(administrator, 'Systems that ask');
  await expect(administrator.getByRole('row', { name })).toContainText('Ended');
});
