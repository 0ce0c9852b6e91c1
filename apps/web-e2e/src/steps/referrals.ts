import { expect, type Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';
import { patient } from '../patience.js';

/** Opens the referral of somebody from the list: it crosses to the service a moment after it was sent. */
export async function openReferral(page: Page, name: string): Promise<void> {
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(async () => {
    await page.goto('/referrals');
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: patient(15_000) });
  await PlainPage.called(page, 'Referrals');
  await row.getByRole('link').click();
  await PlainPage.called(page, name);
}

/** Takes a step of the referral whose page is open, and is back there. */
async function step(page: Page, name: string, [link, heading, button]: readonly [string, string, string], fill: (shown: PlainPage) => Promise<void>): Promise<void> {
  await (await PlainPage.called(page, name)).follow(link);
  const shown = await PlainPage.called(page, heading);
  await fill(shown);
  await shown.press(button);
  await PlainPage.called(page, name);
}

/** Accepts the referral whose page is open, and gives it to the worker. */
export async function takeReferral(page: Page, name: string): Promise<void> {
  await step(page, name, ['Accept the referral', 'Accept the referral', 'Accept referral'], async () => {});
  await step(page, name, ['Allocate to a worker', 'Allocate to a worker', 'Allocate'], (shown) => shown.choose('Jade Merriman'));
}

export async function recordContact(page: Page, name: string): Promise<void> {
  await step(page, name, ['Record a contact', 'Record a contact', 'Record contact'], async (shown) => {
    await shown.choose('Telephone call');
    await shown.choose('Somebody of the service');
    await shown.choose('Yes', 'Was the person reached?');
    await shown.fill('What happened?', 'Talked about football, and agreed to meet');
    await shown.choose('I checked, for this contact, how it can be made safely');
  });
}

/** Supports the person after a first contact, until the outcome. */
export async function closeReferral(page: Page, name: string): Promise<void> {
  await step(page, name, ['Record that the person is engaged', 'Record that the person is engaged', 'Record'], async () => {});
  await step(page, name, ['Agree a support plan', 'Agree a support plan', 'Save plan'], (shown) => shown.fill('What was agreed with the person?', 'Training on Tuesdays'));
  await step(page, name, ['Close with an outcome', 'Close the referral', 'Close referral'], async (shown) => {
    await shown.choose('The person’s goals were met');
    await shown.fill('What was achieved?', 'Plays in a team');
  });
}
