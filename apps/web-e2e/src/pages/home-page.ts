import type { Locator } from '@playwright/test';
import { AppPage } from './app-page.js';

export class HomePage extends AppPage {
  readonly heading = 'Your work';

  card(title: string | RegExp): Locator {
    return this.page.locator('.app-card').filter({ has: this.page.getByRole('heading', { name: title }) });
  }
}
