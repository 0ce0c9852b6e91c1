import { expect, type Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';

/** Opens the case with the reference from the list of cases. */
export async function openCase(page: Page, reference: string): Promise<PlainPage> {
  await page.goto('/cases');
  const list = await PlainPage.called(page, 'Cases');
  await list.follow(reference);
  return PlainPage.called(page, reference);
}

/** Takes one of the moves of a case's page, fills its page, and is back at the case. */
export async function moveCase(page: Page, reference: string, move: string | RegExp, heading: string, button: string, fill: (step: PlainPage) => Promise<void>): Promise<void> {
  const open = await PlainPage.called(page, reference);
  await open.follow(move);
  const step = await PlainPage.called(page, heading);
  await fill(step);
  await step.press(button);
  await PlainPage.called(page, reference);
}

/** Accepts a case that is being screened: every criterion met, a lead officer, and a circle of agencies. */
export async function acceptCase(page: Page, reference: string, lead: string, agencies: readonly string[]): Promise<void> {
  await moveCase(page, reference, 'Accept the case', 'Accept the case', 'Accept the case', async (step) => {
    for (const yes of await page.getByLabel('Yes', { exact: true }).all()) await yes.check();
    await page.getByLabel('Lead officer').selectOption({ label: lead });
    for (const agency of agencies) await step.choose(agency);
  });
}

/** Closes a case whose result is assessed, or that is only watched. */
export async function closeCase(page: Page, reference: string): Promise<void> {
  await moveCase(page, reference, 'Close the case', 'Close the case', 'Close the case', async (step) => {
    await step.choose(/Objective met/);
    await step.fill('Why is the case closed?', 'No report for eight weeks');
    await step.fill('What is the person’s own view?', 'Happy to be in the team');
    await step.choose('There is no victim');
    await step.fill('What was learned?', 'Act early');
  });
  await expect(page.getByRole('main')).toContainText('Objective met');
}

/** Cases of the Youth JAG that were closed this year, as the figures say. */
export async function closedCases(page: Page): Promise<number> {
  await page.goto('/figures');
  await PlainPage.called(page, 'Figures');
  const cell = page.getByRole('row', { name: /^Cases closed by Youth JAG(?! with)/ }).getByRole('cell').last();
  return Number((await cell.locator('.app-table__value').innerText()).replaceAll(/\D/g, ''));
}

/** A date of a next month, as `2027-03-15`, that no bank holiday and no weekend takes. */
export function inAbout(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000);
  return date.toISOString().slice(0, 10);
}

/** Text of the page's main part, for what must not be there. */
export async function mainText(page: Page): Promise<string> {
  return (await page.getByRole('main').textContent()) ?? '';
}

/** Nothing of a case is to be found: list, search, address. */
export async function seesNothingOf(page: Page, { reference, address, familyName }: { reference: string; address: string; familyName: string }): Promise<void> {
  await page.goto('/cases');
  await PlainPage.called(page, 'Cases');
  expect(await mainText(page)).not.toContain(reference);
  await page.goto(address);
  await PlainPage.called(page, 'Page not found');
  for (const text of [reference, familyName]) {
    await search(page, text);
    expect(await page.getByRole('main').getByRole('link', { name: reference }).count()).toBe(0);
  }
}

/** Searches by what is typed, and is at the results. */
export async function search(page: Page, text: string): Promise<void> {
  await page.goto('/search');
  const asked = await PlainPage.called(page, 'Search');
  await asked.fill('Name or reference', text);
  await asked.press('Search');
  await PlainPage.called(page, /^(Nothing found|\d+ cases? found)$/);
}
