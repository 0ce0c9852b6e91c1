import { expect, signIn, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { account, everyAccount } from '../stack/accounts.js';
import { visitsOf } from '../visits.js';

const someone = () => everyAccount()[0]!;

test('signs in, and out again @phone', async ({ page }) => {
  await page.goto('/');
  const asked = await SignInPage.on(page);
  await asked.signIn(someone());
  const home = await HomePage.on(page);
  await expect(page.getByRole('link', { name: someone().name })).toBeVisible();
  await home.signOut();
  const left = await PlainPage.called(page, 'You have signed out');
  await page.goBack();
  await expect(page.getByText(someone().name)).toHaveCount(0);
  await page.goto('/signed-out');
  await left.follow('Sign in again');
  await SignInPage.on(page);
  await page.goto('/');
  await SignInPage.on(page);
});

test('is not told whether the address or the password was wrong @phone', async ({ page }) => {
  for (const attempt of [
    { email: someone().email, password: 'three wrong words' },
    { email: 'nobody@example.org', password: someone().password },
  ]) {
    await page.goto('/sign-in');
    const asked = await SignInPage.on(page);
    await asked.signIn(attempt);
    const again = await SignInPage.on(page);
    await expect(again.errorSummary).toContainText('Your email address or password is wrong');
    await expect(page).toHaveTitle(/^Error: /);
    await expect(page.getByLabel('Email address')).toHaveValue(attempt.email);
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  }
});

test('says what is missing, and keeps what was typed', async ({ page }) => {
  await page.goto('/sign-in');
  const asked = await SignInPage.on(page);
  await asked.fill('Email address', 'not an address');
  await asked.press('Sign in');
  const again = await SignInPage.on(page);
  await expect(again.errorSummary.getByRole('link')).toHaveText([
    'Enter an email address in the correct format, like name@example.com',
    'Enter your password',
  ]);
  await again.errorSummary.getByRole('link').last().click();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Email address')).toHaveValue('not an address');
});

test('comes back to the page that was asked for', async ({ page }) => {
  await page.goto('/account');
  const asked = await SignInPage.on(page);
  await asked.signIn(someone());
  await PlainPage.called(page, 'Your account');
  await expect(page.getByText(someone().email)).toBeVisible();
  // A link that would lead elsewhere leads home.
  await page.goto('/sign-in?return=//evil.example/');
  await HomePage.on(page);
});

test('one cookie, that scripts cannot read', async ({ page, context }) => {
  await page.goto('/privacy');
  await PlainPage.called(page, 'Privacy');
  expect(await context.cookies()).toEqual([]);
  await signIn(page, someone());
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  // The name of a session, and none of the tokens with which services are called.
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', value: expect.not.stringContaining('eyJ') });
});

test('does not answer what another site sends', async ({ page, context, baseURL }) => {
  await signIn(page, someone());
  const forged = await context.request.post('/sign-out', { headers: { origin: 'https://evil.example' }, maxRedirects: 0 });
  expect(forged.status()).toBe(403);
  const withoutToken = await context.request.post('/sign-out', { headers: { origin: baseURL ?? '' }, maxRedirects: 0 });
  expect(withoutToken.status()).toBe(403);
  await page.goto('/account');
  await PlainPage.called(page, 'Your account');
});

test('the pages that everybody may read @phone', async ({ page }) => {
  await page.goto('/sign-in');
  await SignInPage.on(page);
  for (const [link, heading] of [
    ['About Concordat', 'About Concordat'],
    ['Privacy', 'Privacy'],
    ['Cookies', 'Cookies'],
    ['Accessibility statement', 'Accessibility statement'],
  ] as const) {
    await page.getByRole('contentinfo').getByRole('link', { name: link }).click();
    await PlainPage.called(page, heading);
  }
});

test('an address that leads nowhere', async ({ page }) => {
  await page.goto('/nothing/here');
  await PlainPage.called(page, 'Page not found');
});

test('a session that ends in the middle of a form loses nothing @phone', async ({ page, context }) => {
  await signIn(page, someone());
  await page.goto('/account/membership');
  await PlainPage.called(page, 'Which agency do you act for?');
  await page.getByRole('radio').first().check();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Continue' }).click();
  const ended = await SignInPage.on(page);
  await expect(ended.h1).toHaveText('Your session has ended');
  await ended.signIn(someone());
  const again = await PlainPage.called(page, 'You are signed in again');
  await again.press('Send what I typed');
  await HomePage.on(page);
});

test('what was typed is for the person who typed it', async ({ page, context }) => {
  const other = everyAccount()[1]!;
  await signIn(page, someone());
  await page.goto('/account/membership');
  await PlainPage.called(page, 'Which agency do you act for?');
  await page.getByRole('radio').first().check();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Continue' }).click();
  const ended = await SignInPage.on(page);
  await ended.signIn(other);
  await HomePage.on(page);
});

test('acts for one of two agencies at a time, and changes it @phone', async ({ page }) => {
  await page.goto('/account/sessions');
  await (await SignInPage.on(page)).signIn(account('for two councils'));
  const asked = await PlainPage.called(page, 'Which agency do you act for?');
  await asked.press('Continue');
  await asked.refusedFor('Select the agency that you act for');
  await asked.choose(/^Blaby District Council/);
  await asked.press('Continue');
  const acting = page.getByRole('region', { name: 'The agency that you act for' });
  await PlainPage.called(page, 'Where you are signed in');
  await expect(acting).toContainText('Blaby District Council');
  for (const agency of ['Hinckley & Bosworth Borough Council', 'Blaby District Council']) {
    await acting.getByRole('link', { name: 'Change the agency that you act for' }).click();
    const which = await PlainPage.called(page, 'Which agency do you act for?');
    await which.choose(new RegExp(`^${agency}`));
    await which.press('Continue');
    await HomePage.on(page);
    await expect(acting).toContainText(agency);
  }
});

test('is warned before a session ends, stays, and loses nothing typed when it has ended', async ({ page, context }) => {
  // Its own answers in place of half an hour of waiting.
  const answers = { secondsLeft: 240, secondsAtMost: 20_000 };
  await page.route('**/session', (route) => route.fulfill({ json: answers }));
  await page.clock.install();
  await signIn(page, someone());
  await page.goto('/notices/preference');
  await PlainPage.called(page, 'How do you want to hear of new notices?');
  await page.locator('main input[type="radio"]:not(:checked)').first().check();
  const warning = page.getByRole('dialog', { name: 'You are about to be signed out' });
  const later = () => expect(async () => {
    await page.clock.fastForward('27:00');
    await expect(warning).toContainText('signed out in 4 minutes', { timeout: 1000 });
  }).toPass();
  await later();
  await visitsOf(page).check();
  await page.keyboard.press('Enter');
  await expect(warning).toBeHidden();
  await later();
  await context.clearCookies();
  answers.secondsLeft = 0;
  await page.clock.fastForward('05:00');
  const ended = await SignInPage.on(page);
  await expect(ended.h1).toHaveText('Your session has ended');
  await ended.signIn(someone());
  await PlainPage.called(page, 'You are signed in again');
});

test('a page that was left open makes room for one that shows nothing', async ({ page }) => {
  const home = await signIn(page, someone());
  await page.route('**/session', (route) => route.fulfill({ json: { secondsLeft: 0, secondsAtMost: 0 } }));
  await page.clock.install();
  await page.goto('/account');
  await PlainPage.called(page, 'Your account');
  await expect(async () => {
    await page.clock.fastForward('30:01');
    await expect(page).toHaveURL(/timed-out/, { timeout: 1000 });
  }).toPass();
  const away = await PlainPage.called(page, 'You were away for a while');
  await expect(page.getByText(someone().name)).toHaveCount(0);
  await away.pressLink('Continue where you were');
  await PlainPage.called(page, 'Your account');
  await home.signOut();
  await PlainPage.called(page, 'You have signed out');
});

test('without JavaScript a sentence says when the session ends, and only a page without a form makes room', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL === undefined ? {} : { baseURL }) });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill(someone().email);
  await page.getByLabel('Password', { exact: true }).fill(someone().password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your work');
  for (const [path, refreshes] of [['/account', 1], ['/account/membership', 0]] as const) {
    await page.goto(path);
    await expect(page.locator('noscript p')).toBeVisible();
    await expect(page.locator('meta[http-equiv="refresh"]')).toHaveCount(refreshes);
  }
  await context.close();
});
