import { expect, test } from '../journey.js';
import type { Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { search } from '../steps/casework.js';

test('a search finds what one may see, and its address tells nothing @phone', async ({ as }) => {
  const coordinator = await as('JAG coordinator');
  await search(coordinator, 'Ashcombe');
  await expect(coordinator.getByRole('main')).toContainText('Tyler Ashcombe');
  const address = new URL(coordinator.url());
  expect(address.pathname).toMatch(/^\/search\/[0-9a-f-]{36}$/);
  expect(address.href).not.toMatch(/ashcombe/i);
  await expect(coordinator).toHaveTitle('Search results - Concordat');

  for (const who of ['British Transport Police', 'Charnwood Borough Council']) {
    const other = await as(who);
    expect(await found(other, 'Ashcombe')).toBe(await found(other, 'Nobodyofthatname'));
    await other.goto(address.pathname);
    await PlainPage.called(other, 'This search has ended');
  }
});

test('the box at the top is for those who work on cases', async ({ as }) => {
  const officer = await as('Police officer, Leicestershire');
  await officer.getByRole('search').getByRole('searchbox').fill('Nobodyofthatname');
  await officer.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await PlainPage.called(officer, 'Nothing found');
  const administrator = await as('Administrator, Hinckley');
  await HomePage.on(administrator);
  expect(await administrator.getByRole('search').count()).toBe(0);
});

/** What a search answers, without what was typed. */
async function found(page: Page, text: string): Promise<string> {
  await search(page, text);
  return (await page.getByRole('main').innerText()).replaceAll(text, '');
}
