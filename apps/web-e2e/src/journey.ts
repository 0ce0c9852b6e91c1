import { test as base, expect, type Page } from '@playwright/test';
import { HomePage } from './pages/home-page.js';
import { SignInPage } from './pages/sign-in-page.js';
import { account, type Account } from './stack/accounts.js';
import { Visits, watch } from './visits.js';

interface Journey {
  /** A browser of its own for somebody else of the same journey, who is not signed in. */
  another: () => Promise<Page>;
  /** The same, signed in: `const officer = await as('police officer')`. */
  as: (who: string | Account) => Promise<Page>;
}

function address(): string {
  const url = process.env.CONCORDAT_E2E_URL;
  if (url === undefined) throw new Error('CONCORDAT_E2E_URL does not say where Concordat is');
  return url;
}

/**
 * `test` of every journey. Each page that its browsers show must be verified by a page object, is checked with axe, and
 * must neither break the Content Security Policy nor scroll sideways.
 */
export const test = base.extend<Journey & { watched: undefined }>({
  baseURL: async ({}, use) => use(address()),

  watched: [
    async ({ page, javaScriptEnabled }, use, info) => {
      const visits = new Visits(page, info, javaScriptEnabled);
      watch(page, visits);
      await use(undefined);
      expect(visits.faults(), 'what was wrong on the way').toEqual([]);
    },
    { auto: true },
  ],

  another: async ({ browser, javaScriptEnabled }, use, info) => {
    const opened: { page: Page; visits: Visits }[] = [];
    await use(async () => {
      // With the settings of the journey's own.
      const page = await (await browser.newContext()).newPage();
      const visits = new Visits(page, info, javaScriptEnabled);
      watch(page, visits);
      opened.push({ page, visits });
      return page;
    });
    const faults = opened.flatMap(({ visits }) => visits.faults());
    for (const { page } of opened) await page.context().close();
    expect(faults, 'what was wrong on the way').toEqual([]);
  },

  as: async ({ another }, use) => {
    await use(async (who) => {
      const page = await another();
      await signIn(page, typeof who === 'string' ? account(who) : who);
      return page;
    });
  },
});

/** Signs in through the page, and is at the home page then. */
export async function signIn(page: Page, who: Account): Promise<HomePage> {
  await page.goto('/sign-in');
  const signInPage = await SignInPage.on(page);
  await signInPage.signIn(who);
  return HomePage.on(page);
}

export { expect };
