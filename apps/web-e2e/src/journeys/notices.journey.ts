import { expect, test } from '../journey.js';
import type { Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';
import { patient } from '../patience.js';
import { account } from '../stack/accounts.js';
import { moveCase, search } from '../steps/casework.js';
import { nominate, someoneNew } from '../steps/nominating.js';

const COORDINATOR = 'JAG coordinator';
const LEAD = 'safeguarding lead';

test('each person hears as they chose, and no message tells of anybody', async ({ as }) => {
  test.setTimeout(patient(240_000));
  const [coordinator, lead] = [await as(COORDINATOR), await as(LEAD)];
  await hearBy(coordinator, 'An email for each notice');
  for (const choice of ['One email a day', 'No emails']) {
    await hearBy(lead, choice);
    await lead.goto('/notices/preference');
    await PlainPage.called(lead, 'How do you want to hear of new notices?');
    await expect(lead.getByRole('radio', { name: choice })).toBeChecked();
  }
  const unread = await noticesToRead(coordinator);
  const nominee = someoneNew('Lapwing');
  const reference = await nominate(lead, nominee);

  await expect(async () => expect(await noticesToRead(coordinator)).toBeGreaterThan(unread)).toPass({ timeout: patient(20_000) });
  await coordinator.goto('/notices');
  await PlainPage.called(coordinator, 'Notices');
  await expect(coordinator.getByRole('main')).toContainText('A nomination is waiting to be screened');
  expect(await coordinator.getByRole('main').innerText()).not.toContain(reference);
  await expect(async () => {
    await coordinator.goto('/demo/messages');
    // Others write to the same coordinator meanwhile: it is one of the messages to them, and need not be the newest.
    await expect(messagesTo(coordinator, COORDINATOR).filter({ hasText: 'A nomination is waiting to be screened' }).first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: patient(20_000) });
  await PlainPage.called(coordinator, 'Messages sent by the demo');
  for (const secret of [nominee.familyName, nominee.givenName, reference]) await expect(coordinator.getByRole('main')).not.toContainText(secret);

  await test.step('a notice leads to what it is about', async () => {
    await coordinator.goto('/notices');
    await (await PlainPage.called(coordinator, 'Notices')).follow('A nomination is waiting to be screened');
    await PlainPage.called(coordinator, /^YJ-/);
  });

  await test.step('who wants no emails gets none', async () => {
    const before = await noticesToRead(lead);
    const mailsBefore = await mailsOnFirstPage(lead);
    await search(coordinator, reference);
    await (await PlainPage.called(coordinator, '1 case found')).follow(reference);
    await moveCase(coordinator, reference, 'Start screening', 'Screen the nomination', 'Start screening', (step) => step.choose('I have checked that this is not a case that we have already'));
    await moveCase(coordinator, reference, 'Decline the nomination', 'Decline the nomination', 'Decline the nomination', (step) => step.fill('Why is it declined?', 'One agency can help alone'));
    await expect(async () => expect(await noticesToRead(lead)).toBeGreaterThan(before)).toPass({ timeout: patient(20_000) });
    expect(await mailsOnFirstPage(lead)).toBeLessThanOrEqual(mailsBefore);
  });
  await hearBy(lead, 'An email for each notice');
});

async function hearBy(page: Page, choice: string): Promise<void> {
  await page.goto('/notices/preference');
  const asked = await PlainPage.called(page, 'How do you want to hear of new notices?');
  await asked.choose(choice);
  await asked.press('Save');
  await PlainPage.called(page, 'Notices');
}

async function noticesToRead(page: Page): Promise<number> {
  await page.goto('/notices');
  await PlainPage.called(page, 'Notices');
  return Number(/You have (\d+) notices? to read/.exec((await page.getByRole('main').textContent()) ?? '')?.[1] ?? '0');
}

/** Emails of the safeguarding lead among the newest: others push them down, and none is added. */
async function mailsOnFirstPage(page: Page): Promise<number> {
  await page.goto('/demo/messages');
  await PlainPage.called(page, 'Messages sent by the demo');
  return messagesTo(page, LEAD).filter({ hasNotText: 'another browser' }).count();
}

const messagesTo = (page: Page, who: string) => page.getByRole('article').filter({ hasText: `To ${account(who).email}` });
