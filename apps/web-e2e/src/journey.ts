import { test as base, expect, type Browser, type Page } from '@playwright/test';
import { HomePage } from './pages/home-page.js';
import { SignInPage } from './pages/sign-in-page.js';
import { account, type Account } from './stack/accounts.js';
import { Visits, watch } from './visits.js';

interface Journey {
  /** A browser of its own for somebody else of the same journey, signed in: `const officer = await as('police officer')`. */
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

  as: async ({ browser, javaScriptEnabled, viewport, isMobile }, use, info) => {
    const opened: { page: Page; visits: Visits }[] = [];
    await use(async (who) => {
      const page = await open(browser, { javaScriptEnabled, viewport, isMobile });
      const visits = new Visits(page, info, javaScriptEnabled);
      watch(page, visits);
      opened.push({ page, visits });
      await signIn(page, typeof who === 'string' ? account(who) : who);
      return page;
    });
    const faults = opened.flatMap(({ visits }) => visits.faults());
    for (const { page } of opened) await page.context().close();
    expect(faults, 'what was wrong on the way').toEqual([]);
  },
});

async function open(browser: Browser, options: { javaScriptEnabled: boolean; viewport: Page['viewportSize'] extends () => infer Size ? Size : never; isMobile: boolean }): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: address(), locale: 'en-GB', timezoneId: 'Europe/London' });
  return context.newPage();
}

/** Signs in through the page, and is at the home page then. */
export async function signIn(page: Page, who: Account): Promise<HomePage> {
  await page.goto('/sign-in');
  const signInPage = await SignInPage.on(page);
  await signInPage.signIn(who);
  return HomePage.on(page);
}

export { expect };
