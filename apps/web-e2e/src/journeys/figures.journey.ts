import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';

test('each district’s crime by month and type, as charts with their tables @phone', async ({ as }) => {
  const page = await as('Manager and chair');
  await page.goto('/figures/crime');
  const main = page.getByRole('main');
  for (const [here, other] of [
    ['Blaby', 'Hinckley and Bosworth'],
    ['Hinckley and Bosworth', 'Blaby'],
  ] as const) {
    const crime = await PlainPage.called(page, 'Figures');
    await expect(main.getByRole('heading', { name: `Recorded crime in ${here}` })).toBeVisible();
    await expect(main).toContainText('the month before');
    const drawn = main.locator('figure');
    expect(await drawn.count()).toBeGreaterThan(1);
    await main.getByText('Show the figures as a table').first().click();
    await expect(drawn.first().getByRole('table')).toBeVisible();
    await crime.follow(other);
  }
  await PlainPage.called(page, 'Figures');
  await main.getByRole('link', { name: 'Burglary' }).click();
  await PlainPage.called(page, 'Burglary');
});

test('figures lead to cases for those alone who get exact ones', async ({ as }) => {
  const outreach = await as('Manager of the service');
  await outreach.goto('/figures');
  await PlainPage.called(outreach, 'Figures');
  expect(await outreach.locator('a[href^="/figures/cases"]').count()).toBe(0);
  await outreach.goto('/figures/cases?measure=nominations&year=2026-27');
  await PlainPage.called(outreach, 'You cannot do this');
  await outreach.goto('/figures/cases?measure=nothing');
  await PlainPage.called(outreach, 'Page not found');
});
