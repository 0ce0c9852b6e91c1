import type { Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';

/** Takes a referral of the worker's inbox from its arrival to its outcome. */
export async function closeReferral(page: Page, name: string): Promise<void> {
  await page.goto('/referrals');
  await PlainPage.called(page, 'Referrals');
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByRole('link').click({ timeout: 15_000 });
  const step = async (link: string, heading: string, button: string, fill: (shown: PlainPage) => Promise<void>): Promise<void> => {
    await (await PlainPage.called(page, name)).follow(link);
    const shown = await PlainPage.called(page, heading);
    await fill(shown);
    await shown.press(button);
    await PlainPage.called(page, name);
  };
  await step('Accept the referral', 'Accept the referral', 'Accept referral', async () => {});
  await step('Allocate to a worker', 'Allocate to a worker', 'Allocate', (shown) => shown.choose('Jade Merriman'));
  await step('Record a contact', 'Record a contact', 'Record contact', async (shown) => {
    await shown.choose('Telephone call');
    await shown.choose('Yes', 'Was the person reached?');
    await shown.fill('What happened?', 'Talked about football, and agreed to meet');
    await shown.choose('I checked, for this contact, how it can be made safely');
  });
  await step('Record that the person is engaged', 'Record that the person is engaged', 'Record', async () => {});
  await step('Agree a support plan', 'Agree a support plan', 'Save plan', (shown) => shown.fill('What was agreed with the person?', 'Training on Tuesdays'));
  await step('Close with an outcome', 'Close the referral', 'Close referral', async (shown) => {
    await shown.choose('The person’s goals were met');
    await shown.fill('What was achieved?', 'Plays in a team');
  });
}
