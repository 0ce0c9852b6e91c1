import type { Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';
import type { GivenCase } from './colleague.js';

/** Says who may know of a piece of information that one's agency owns; is at its page then. */
export async function keep(page: Page, { address }: GivenCase, what: string, who: string): Promise<void> {
  await page.goto(`${address}/protections`);
  await (await PlainPage.called(page, 'Who is kept from this case')).follow(what);
  const form = await PlainPage.called(page, 'How this information is kept');
  await form.choose(who);
  await form.fill('Why do you change it?', 'Somebody is at risk');
  await form.press('Save');
  await PlainPage.called(page, 'How this information is kept');
}
