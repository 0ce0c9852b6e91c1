import { demoOrder, describeStart, installationSecrets, refusedDemo, runTask, silent } from '@concordat/tool-stack';
import type { Page } from '@playwright/test';
import { expect, test as journey } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { account } from '../stack/accounts.js';
import { PLANTED } from '../side-door/planted.js';
import { cameOut, installation, logLines, mails, metrics, redisKeys, untilPassedOn } from '../side-door/side-doors.js';
import { startOwnStack, type OwnStack } from '../stack/own-stack.js';
import { addAgency, addPerson, beginAccount, openWhenHeard, signInFirst, type Newcomer } from '../steps/administration.js';

/** On a stack of its own that was begun without the demo, on the servers of the test run where there are any. */
const test = journey.extend<{ begun: OwnStack }>({
  begun: async ({}, use) => {
    const { CONCORDAT_TEST_DATABASE_URL: DATABASE_URL, CONCORDAT_TEST_REDIS_URL: REDIS_URL } = process.env;
    const cheapPasswords = { CONCORDAT_FOR_TESTS: 'true', CONCORDAT_PASSWORD_COST: '8' };
    const begun = await startOwnStack({ progress: silent, env: { ...cheapPasswords, DATABASE_URL, REDIS_URL, PORT: '3500' }, empty: true });
    await use(begun);
    await begun.stop();
  },
  baseURL: async ({ begun }, use) => use(begun.ready.web),
});

/** Called as nobody else is, so that it can be looked for. */
const FOUNDER: Newcomer = { name: `${PLANTED.givenName} ${PLANTED.familyName}`, email: PLANTED.email, password: 'heron culvert barley' };
const RIVAL: Newcomer = { name: 'Kit Marlow', email: 'kit.marlow@fenland.example', password: 'sluice plover wicker' };
const COLLEAGUE: Newcomer = { name: 'Sam Whittle', email: 'sam.whittle@fenland-police.example', password: 'bittern causeway rye' };
const POLICE = 'Fenland Police';

async function giveCode(page: Page, code: string): Promise<PlainPage> {
  const asked = await PlainPage.called(page, 'Set up Concordat');
  await asked.fill('Set-up code', code);
  await asked.press('Continue');
  return asked;
}

async function makePartnership(page: Page, { name, email, password }: Newcomer): Promise<void> {
  const form = await PlainPage.called(page, 'Make your partnership');
  await form.fill('Name of the partnership', 'Fenland Community Safety Partnership');
  await form.fill('Districts that it covers', 'Fenland\nHuntingdonshire');
  await form.fill('Name of your agency', 'Fenland District Council');
  await form.select('What kind of agency is it?', 'Council');
  await form.fill('Full name', name);
  await form.fill('Work email address', email);
  await form.fill('Password', password);
  await form.press('Make the partnership');
}

async function isRefused(page: Page, somebody: Pick<Newcomer, 'email' | 'password'>): Promise<void> {
  await page.goto('/sign-in');
  const asked = await SignInPage.on(page);
  await asked.signIn(somebody);
  await asked.refusedFor('Your email address or password is wrong');
}

test('a real installation begins with the code that its start printed, and takes nothing of the demo', async ({ begun, page, another }) => {
  const { ready, folder } = begun;
  const [, address = '', code = ''] = /^Make your partnership: (\S+)\nThe set-up code is (\S+)\n/.exec(describeStart(ready).join('\n')) ?? [];
  const somebodyElse = await another();

  await test.step('whoever opens the pages first needs the code', async () => {
    await page.goto('/');
    const asked = await giveCode(page, code.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')));
    await asked.refusedFor('The set-up code is wrong');
  });

  await test.step('the code makes one partnership, of two who have it', async () => {
    await page.goto(address);
    await giveCode(page, code);
    await somebodyElse.goto(address);
    await giveCode(somebodyElse, code);
    await makePartnership(page, FOUNDER);
    await PlainPage.called(page, 'Your partnership is made');
    await makePartnership(somebodyElse, RIVAL);
    await isRefused(somebodyElse, RIVAL);
    await somebodyElse.goto(address);
    await SignInPage.on(somebodyElse);
  });

  await test.step('the demo is not loaded beside it, and nobody of it signs in', async () => {
    const order = demoOrder(ready.accountsFile, ready, await installationSecrets(folder));
    await expect(runTask('load-demo', order).catch(refusedDemo)).rejects.toThrow('This installation was begun without the demo, which cannot be loaded beside it.');
    await isRefused(somebodyElse, account('Administrator, Hinckley'));
  });

  await test.step('its first administrator sets up a second factor, and adds an agency and whoever looks after its people', async () => {
    await (await PlainPage.called(page, 'Your partnership is made')).follow('Sign in');
    await signInFirst(page, FOUNDER);
    await expect(page.getByRole('link', { name: FOUNDER.name })).toBeVisible();
    await addAgency(page, POLICE);
    const link = await addPerson(page, COLLEAGUE, POLICE, 'Agency administrator');
    await beginAccount(somebodyElse, link, COLLEAGUE);
    await expect(somebodyElse.getByRole('region', { name: 'The agency that you act for' })).toContainText(POLICE);
    await openWhenHeard(somebodyElse, '/notices', 'Notices');
  });

  await test.step('and whoever made it is in no log, queue, metric or subject of a message', async () => {
    const place = await installation(folder);
    await untilPassedOn(place);
    const doors = await Promise.all([logLines(place), redisKeys(place), metrics(place), mails(place)]);
    expect(doors.filter(({ name, contents }) => name !== 'e-mails' && contents.length === 0)).toEqual([]);
    expect(cameOut(doors)).toEqual([]);
  });
});
