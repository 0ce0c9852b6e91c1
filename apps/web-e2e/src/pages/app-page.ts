import { expect, type Locator, type Page } from '@playwright/test';
import { visitsOf } from '../visits.js';

/**
 * A page of Concordat. `await SomePage.on(page)` makes sure that it is the page that it should be, checks it with axe,
 * and gives what can be done there.
 */
export abstract class AppPage {
  /** The words of its h1. */
  abstract readonly heading: string | RegExp;

  constructor(readonly page: Page) {}

  static async on<Kind extends AppPage>(this: new (page: Page) => Kind, page: Page): Promise<Kind> {
    const shown = new this(page);
    await shown.verify();
    return shown;
  }

  async verify(): Promise<void> {
    await expect(this.h1).toHaveText(this.heading);
    await expect(this.page).toHaveTitle(/ - Concordat$/);
    await visitsOf(this.page).check();
  }

  get h1(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The list of errors at the top. */
  get errorSummary(): Locator {
    return this.page.locator('.govuk-error-summary');
  }

  /** The same page again, which says what is wrong: until then it is the one from which it was sent. */
  async refusedFor(reason: string): Promise<void> {
    await expect(this.errorSummary).toContainText(reason);
    await this.verify();
  }

  /** Of the service navigation; on a phone its menu is opened first. */
  async goToSection(name: string): Promise<void> {
    const menu = this.page.getByRole('button', { name: 'Menu' });
    if (await menu.isVisible()) await menu.click();
    await this.page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name, exact: false }).first().click();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name }).click();
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.page.getByRole('main').getByRole('link', { name }).first().click();
  }

  /** A link that looks like a button. */
  async pressLink(name: string | RegExp): Promise<void> {
    await this.page.getByRole('main').locator('a.govuk-button').filter({ hasText: name }).click();
  }

  async select(label: string | RegExp, option: string): Promise<void> {
    await this.page.getByLabel(label, { exact: typeof label === 'string' }).selectOption({ label: option });
  }

  async fill(label: string | RegExp, value: string): Promise<void> {
    await this.page.getByLabel(label, { exact: typeof label === 'string' }).fill(value);
  }

  /** A radio button or check box: `choose('Yes', 'Is anyone in danger now?')`, the question where several have the same answers. */
  async choose(answer: string | RegExp, question?: string | RegExp): Promise<void> {
    const place = question === undefined ? this.page : this.page.getByRole('group', { name: question });
    const name = { name: answer, exact: typeof answer === 'string' };
    await place.getByRole('radio', name).or(place.getByRole('checkbox', name)).check();
  }

  /** A date in its three boxes. */
  async fillDate(question: string | RegExp, isoDate: string): Promise<void> {
    const [year = '', month = '', day = ''] = isoDate.split('-');
    const group = this.page.getByRole('group', { name: question });
    await group.getByLabel('Day').fill(String(Number(day)));
    await group.getByLabel('Month').fill(String(Number(month)));
    await group.getByLabel('Year').fill(year);
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).first().click();
  }
}

/** A page known by its heading alone, to read or to leave again: `PlainPage.called(page, 'Privacy')`. */
export class PlainPage extends AppPage {
  constructor(
    page: Page,
    readonly heading: string | RegExp,
  ) {
    super(page);
  }

  static async called(page: Page, heading: string | RegExp): Promise<PlainPage> {
    const shown = new PlainPage(page, heading);
    await shown.verify();
    return shown;
  }
}
