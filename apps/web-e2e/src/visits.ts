import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import type { Result } from 'axe-core';
import { formOf } from './page-form.js';

/**
 * axe, and what it finds in the page: a third of what `@axe-core/playwright` sends to a page, which it does twice. Style sheets are
 * fetched once more (`preload`) for two rules alone: on turning a device, which is not run unless it is asked for, and on sound, which no page has.
 */
const AXE = `${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')}
;axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) => violations)`;

/**
 * GOV.UK's radio buttons and check boxes that reveal a field carry `aria-expanded`, which the standard does not foresee there
 * (https://github.com/alphagov/govuk-frontend/issues/979). It helps people who use screen readers, so it stays.
 */
const REVEALS = /^input[^>]*(govuk-radios__input|govuk-checkboxes__input)/;

/** A signed token (RFC 7519), with which services are called for one minute: they stay between servers. */
const SIGNED_TOKEN = /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/;

/** What one browser page has shown in a journey: each page must be known for what it is, and is checked with axe. */
export class Visits {
  private readonly shown = new Set<string>();
  private readonly known = new Set<string>();
  private readonly complaints: string[] = [];
  private shots = 0;

  constructor(
    private readonly page: Page,
    private readonly info: TestInfo,
    private readonly hasJavaScript: boolean,
  ) {
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && frame.url().startsWith('http')) this.shown.add(addressOf(frame.url()));
    });
    page.on('pageerror', (error) => this.complaints.push(`a script failed at ${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // What the Content Security Policy refuses is said here. The answer's own status, e.g. of a page not found, is not a fault.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 500) this.complaints.push(`${response.url()} answered ${response.status()}`);
      if (Object.values(response.headers()).some((value) => SIGNED_TOKEN.test(value))) this.complaints.push(`${response.url()} has a token of a service in a header`);
      if (response.url().includes('/assets/') && response.status() >= 400) this.complaints.push(`${response.url()} is missing`);
    });
  }

  /** Called by page objects: this is the page that it should be. */
  async check(): Promise<void> {
    this.known.add(addressOf(this.page.url()));
    const markup = await this.page.evaluate(() => document.documentElement.outerHTML);
    if (SIGNED_TOKEN.test(markup)) this.complaints.push(`${this.page.url()} holds a token of a service`);
    if (this.hasJavaScript && this.isNew(markup)) {
      this.complaints.push(...faultsOf(await this.page.evaluate<Result[]>(AXE)).map((fault) => `axe, ${this.page.url()}: ${fault}`));
    }
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) this.complaints.push(`${this.page.url()} scrolls sideways by ${over} px`);
    if (process.env.CONCORDAT_E2E_LOOK !== undefined) await this.shoot();
  }

  /** At the end of a journey: all that was wrong on its way. */
  faults(): string[] {
    const unknown = [...this.shown].filter((address) => !this.known.has(address));
    return [...this.complaints, ...unknown.map((address) => `${address} was shown, but no page object knows it: it was not checked`)];
  }

  /** Whether a page of this form, at this width, has not been checked before: the same form has the same faults. */
  private isNew(markup: string): boolean {
    const digest = createHash('sha256').update(`${this.page.viewportSize()?.width ?? ''} ${formOf(markup)}`).digest('hex');
    // A file each, for all processes of a run, which begins with this folder empty.
    const checked = join(this.info.project.outputDir, 'checked');
    mkdirSync(checked, { recursive: true });
    try {
      writeFileSync(join(checked, digest), '', { flag: 'wx' });
      return true;
    } catch {
      return false;
    }
  }

  /** A picture of the page, to be looked at, in an ignored folder. */
  private async shoot(): Promise<void> {
    const folder = join(import.meta.dirname, '../test-results/pages', this.info.project.name);
    mkdirSync(folder, { recursive: true });
    const journey = this.info.title.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60);
    this.shots += 1;
    const heading = (await this.page.title()).replace(/ - Concordat$/, '').replaceAll(/[^a-z0-9]+/gi, '-');
    await this.page.screenshot({ path: join(folder, `${journey}-${String(this.shots).padStart(2, '0')}-${heading}.png`), fullPage: true });
  }
}

const visits = new WeakMap<Page, Visits>();

export function watch(page: Page, watching: Visits): void {
  visits.set(page, watching);
}

export function visitsOf(page: Page): Visits {
  const found = visits.get(page);
  if (found === undefined) throw new Error('This browser page is not watched: open it with the fixtures of journey.ts');
  return found;
}

/** Searches and cursors are the same page. */
function addressOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname;
}

function faultsOf(violations: readonly Result[]): string[] {
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => !(id === 'aria-allowed-attr' && REVEALS.test(html.replace(/^</, ''))))
      .map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
}
