import { randomUUID } from 'node:crypto';
import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { account } from '../stack/accounts.js';
import { startProvider } from '../stack/provider.js';
import { addPerson, newLetters } from '../steps/administration.js';
import { Colleague } from '../steps/colleague.js';

const AGENCY = 'Hinckley & Bosworth Borough Council';
const DOMAIN = 'staff.hinckley-bosworth.example';

// The provider's certificate is this machine's own.
test.use({ ignoreHTTPSErrors: true });

test('an agency’s people sign in with the account that they have at work', async ({ as, page }) => {
  const provider = await startProvider();
  test.skip(provider === null, 'This stack was told of no identity provider: see src/stack/provider.ts');
  if (provider === null) return;
  const administrator = await as('Administrator, Hinckley');
  const someone = account('Lead officer');

  await test.step('an administrator enters it and turns it on', async () => {
    await administrator.goto('/administration');
    await (await PlainPage.called(administrator, 'Administration')).follow('Your agency’s own sign-in');
    await PlainPage.called(administrator, 'Your agency’s own sign-in');
    await provider.serve((await administrator.locator('.app-code').textContent()) ?? '');
    await administrator.goto('/administration/sign-in/change');
    const enter = await PlainPage.called(administrator, 'Enter your agency’s own sign-in');
    await enter.fill('Issuer', provider.address);
    await enter.fill('Client ID', provider.clientId);
    await enter.fill('Client secret', provider.secret);
    await enter.fill('Domains of your email addresses', DOMAIN);
    await enter.choose('Yes');
    await enter.press('Save');
    await (await PlainPage.called(administrator, 'Your agency’s own sign-in')).pressLink('Turn on');
    await (await PlainPage.called(administrator, 'Turn on your agency’s own sign-in?')).press('Turn on');
    await expect(administrator.getByText('The sign-in of your agency is on')).toBeVisible();
    await PlainPage.called(administrator, 'Your agency’s own sign-in');
  });

  provider.next = { subject: randomUUID(), how: { amr: ['pwd', 'mfa'] } };
  const withOrganisation = async () => {
    await (await SignInPage.on(page)).follow('Sign in with your organisation');
    const asked = await PlainPage.called(page, 'Sign in with your organisation');
    await asked.fill('Your email address at work', `anybody@${DOMAIN}`);
    await asked.press('Continue');
    await (await PlainPage.called(page, `Continue to ${AGENCY}`)).pressLink('Continue');
  };

  await test.step('somebody links it once, signed in with their password', async () => {
    await page.goto('/sign-in');
    await withOrganisation();
    await (await PlainPage.called(page, 'Link your organisation’s account')).pressLink('Sign in to Concordat');
    await (await SignInPage.on(page)).signIn(someone);
    await (await PlainPage.called(page, `Link your account at ${AGENCY}?`)).press('Link this account');
    const linked = await PlainPage.called(page, 'Your organisation’s account');
    await linked.signOut();
    await PlainPage.called(page, 'You have signed out');
  });

  await test.step('and then it is enough, and leads to where they were going', async () => {
    await page.goto('/account');
    await withOrganisation();
    await PlainPage.called(page, 'Your account');
    await expect(page.getByText(someone.email)).toBeVisible();
  });

  await test.step('what changes how they sign in asks for their own password', async () => {
    await page.goto('/account/organisation');
    await (await PlainPage.called(page, 'Your organisation’s account')).follow(/^Remove/);
    await (await PlainPage.called(page, `Remove your account at ${AGENCY}?`)).press('Remove account');
    const confirm = await PlainPage.called(page, 'Confirm that it is you');
    await confirm.fill('Your password', someone.password);
    await confirm.press('Continue');
    await (await PlainPage.called(page, 'You can go on now')).press('Do it now');
    // It ended what it had opened.
    await SignInPage.on(page);
  });

  await test.step('whoever is invited needs nothing else', async () => {
    const letters = newLetters();
    const newcomer = { name: `Tamsin Grove ${letters}`, email: `${letters}@${DOMAIN}`, password: '' };
    const link = await addPerson(administrator, newcomer, AGENCY);
    provider.next = { subject: randomUUID(), how: { amr: ['pwd', 'mfa'] } };
    await page.goto(link);
    await (await PlainPage.called(page, 'Choose how you sign in')).press(`Use your account at ${AGENCY}`);
    await (await PlainPage.called(page, `Continue to ${AGENCY}`)).pressLink('Continue');
    await expect(page.getByRole('main')).toContainText(`You were invited as ${newcomer.name}`);
    await (await PlainPage.called(page, `Sign in with your account at ${AGENCY} from now on?`)).press('Link this account');
    await HomePage.on(page);
    await expect(page.getByRole('link', { name: newcomer.name })).toBeVisible();
    await page.goto(link);
    await PlainPage.called(page, 'This link does not work any more');
  });
  // Later journeys meet the pages that they know.
  await Colleague.in(administrator).send('/administration/sign-in/off', {});
  await provider.stop();
});
