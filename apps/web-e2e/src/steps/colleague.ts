import { expect, request, type APIRequestContext, type APIResponse, type Page } from '@playwright/test';
import { patient } from '../patience.js';
import { account } from '../stack/accounts.js';
import { inAbout } from './casework.js';
import type { Nominee } from './nominating.js';

/** A case that somebody else brought to where a journey begins. */
export interface GivenCase {
  reference: string;
  /** Its page. */
  address: string;
}

/** Where a form leads is an answer too. */
const DIRECTLY = { maxRedirects: 0 };

type Typed = Record<string, string>;
type Fill = Typed | ((page: string) => Typed);

/**
 * Somebody of the demo who does their part before a journey begins: with the forms of the pages, and without a browser. What the
 * pages look like is the matter of the journeys that show them.
 */
export class Colleague {
  private constructor(private readonly http: APIRequestContext) {}

  static async signedIn(words: string): Promise<Colleague> {
    const { email, password } = account(words);
    const baseURL = process.env.CONCORDAT_E2E_URL ?? '';
    const http = await request.newContext({ baseURL });
    const answer = await http.post('/sign-in', { form: { email, password }, headers: { origin: baseURL }, ...DIRECTLY });
    expect(answer.status(), `${email} signs in`).toBe(303);
    return new Colleague(http);
  }

  /** Whoever is signed in in a browser, in that session. */
  static in(page: Page): Colleague {
    return new Colleague(page.request);
  }

  /** Does one thing as the person, and leaves. */
  static async does<Result>(words: string, work: (colleague: Colleague) => Promise<Result>): Promise<Result> {
    const colleague = await Colleague.signedIn(words);
    try {
      return await work(colleague);
    } finally {
      await colleague.http.dispose();
    }
  }

  async nominates({ givenName, familyName, dateOfBirth }: Nominee): Promise<GivenCase> {
    const first = await this.send('/nominations/new/youth-jag', {});
    const at = first.replace(/\/danger$/, '');
    await this.send(first, { immediateDanger: 'no', harmToChild: 'no' });
    const found = await this.send(`${at}/who`, { givenName, familyName, ...dateIn('dateOfBirth', dateOfBirth) });
    // Somebody alike is asked for first.
    const asked = await this.http.get(found, DIRECTLY);
    if (asked.status() === 200) await this.send(found, { match: 'none' });
    await this.send(`${at}/person`, { school: 'Hollycroft Park Academy' });
    await this.send(`${at}/incidents/new`, { ...dateIn('on', '2026-10-02'), what: 'Fireworks were thrown in the park at Argents Mead' });
    await this.send(`${at}/written/harmed`, { text: 'Neighbours, who stay indoors after dark' });
    await this.send(`${at}/written/tried`, { text: 'A warning letter' });
    await this.send(`${at}/written/asked`, { text: 'A plan together with the family' });
    await this.send(`${at}/own-view`, { asked: 'yes', view: 'I want to play football' });
    await this.send(`${at}/told`, { personKnows: 'yes', parentKnows: 'yes' });
    const gateway = await this.send(`${at}/basis`, { basis: 'gateway' });
    await this.send(gateway, (page) => ({ gateway: valueOf(page, /Crime and Disorder Act 1998/), why: 'To prevent crime and disorder in the park' }));
    const sent = await this.read(await this.send(`${at}/check`, {}));
    return { reference: textIn(sent, /[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}/), address: textIn(sent, /\/cases\/[0-9a-f-]{36}/) };
  }

  async screens({ address }: GivenCase): Promise<void> {
    await this.send(`${address}/next/screening`, { duplicatesChecked: 'yes' });
  }

  /** With every criterion met. */
  async accepts({ address }: GivenCase, lead: string, agency: string): Promise<void> {
    await this.send(`${address}/next/accepted`, (page) => ({
      ...Object.fromEntries([...page.matchAll(/name="(met-[^"]+)" type="radio" value="yes"/g)].map(([, name = '']) => [name, 'yes'])),
      leadUserId: optionOf(page, lead),
      circle: valueOf(page, new RegExp(`^${agency}$`)),
    }));
  }

  /** As its lead officer: from its objective until it is only watched. */
  async works({ address }: GivenCase, watching: string): Promise<void> {
    await this.send(`${address}/next/assessing`, { objective: 'No more reports from the park' });
    await this.send(`${address}/next/planning`, { analysis: 'Nothing to do after school' });
    await this.send(`${address}/next/responding`, {});
    await this.send(`${address}/next/assessing-result`, { whatChanged: 'Plays in a team' });
    await this.send(`${address}/next/monitoring`, (page) => ({ stepDownAgencyId: valueOf(page, new RegExp(`^${watching}$`)), ...dateIn('until', inAbout(56)) }));
  }

  /** Adds information of the kind whose name `kind` is; others on the case may be told that it exists. */
  async adds({ address }: GivenCase, kind: RegExp, typed: Typed): Promise<void> {
    const item = await this.send(`${address}/items/new`, (page) => ({ kind: valueOf(page, kind) }));
    await this.send(item, { ...typed, existenceShown: 'yes' });
  }

  async gives({ address }: GivenCase, agency: string, what: string): Promise<void> {
    await this.send(`${address}/actions/new`, (page) => ({
      what, agencyId: valueOf(page, new RegExp(`^${agency}$`)), userId: 'anyone', ...dateIn('due', inAbout(14)), kind: 'prevention',
    }));
  }

  async refers({ address }: GivenCase, service: RegExp): Promise<void> {
    const details = await this.send(`${address}/refer`, (page) => ({ subjectId: textIn(page, /(?<=name="subjectId" value=")[^"]+/), serviceId: valueOf(page, service) }));
    const typed = { reason: 'Wants a mentor who plays football', agreement: 'person', safeContact: 'A text message after school' };
    await this.send(details, typed, details);
  }

  async asksWhoKnows({ address }: GivenCase, why: string): Promise<void> {
    await this.send(`${address}/known-to`, { why });
  }

  /** Waits for what another service tells the one of the page. */
  async waitsFor(path: string, words: string): Promise<void> {
    await expect(async () => expect(await this.read(path)).toContain(words)).toPass({ timeout: patient(20_000) });
  }

  async findsNothingAt(path: string): Promise<void> {
    expect((await this.http.get(path, DIRECTLY)).status(), `${path} is not there`).toBe(404);
  }

  /** Drafts an agreement of the agencies with every part but its terms. @returns its page */
  async draftsAgreement(name: string, agencies: readonly string[]): Promise<string> {
    const dates = { ...dateIn('validFrom', inAbout(-1)), ...dateIn('validTo', inAbout(400)) };
    const at = (await this.send('/agreements/new', { name, ...dates })).replace(/\?.*$/, '');
    const people = { contactName: 'Imogen Larkspur', contactPosition: 'Information governance lead', contactEmail: 'sharing@council.example', signatoryName: 'Rowan Thistlewood', signatoryPosition: 'Director' };
    for (const agency of agencies) await this.send(`${at}/parties/new`, (page) => ({ ...people, agencyId: optionOf(page, agency) }));
    await this.send(`${at}/purposes`, (page) => ({ purposes: valueOf(page, /^Solving problems/), aim: 'To act together where the same places trouble both districts' }));
    await this.send(`${at}/documents`, { impactAssessment: 'Records office, DPIA 31', policyDocument: 'Records office, APD 4' });
    for (const [part, text] of [['retention', 'Six years after the case is closed'], ['security', 'It stays within Concordat'], ['rights', 'Each agency answers for what it holds']] as const) {
      await this.send(`${at}/parts/${part}`, { text });
    }
    await this.send(`${at}/change`, { name, ...dates, ...dateIn('reviewOn', inAbout(60)) });
    return at;
  }

  /** Two clicks on the button of one page. @returns where each leads */
  async clicksTwice(path: string, fill: Fill): Promise<string[]> {
    const { to, form } = await this.filled(path, fill);
    const answers = await Promise.all([this.http.post(to, { form, ...DIRECTLY }), this.http.post(to, { form, ...DIRECTLY })]);
    return Promise.all(answers.map((answer) => leadsTo(answer, path)));
  }

  /** Sends the form of a page. @returns where it leads */
  async send(path: string, fill: Fill, to?: string): Promise<string> {
    const filled = await this.filled(path, fill);
    return leadsTo(await this.http.post(to ?? filled.to, { form: filled.form, ...DIRECTLY }), path);
  }

  private async filled(path: string, fill: Fill): Promise<{ to: string; form: Typed }> {
    const page = await this.read(path);
    const form = /<form method="post"(?: action="([^"]*)")?[^>]*>.*?<\/form>/s.exec(page.slice(page.indexOf('<main')));
    const hidden: Typed = {};
    for (const [, name = '', value = ''] of (form?.[0] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) hidden[name] = value;
    return { to: form?.[1] ?? path, form: { ...hidden, ...(typeof fill === 'function' ? fill(page) : fill) } };
  }

  /** The markup of a page. */
  async read(path: string): Promise<string> {
    return (await this.shown(path)).text();
  }

  private async shown(path: string): Promise<APIResponse> {
    const answer = await this.http.get(path, DIRECTLY);
    expect(answer.status(), `${path} is shown`).toBe(200);
    return answer;
  }
}

/** Where an accepted form leads. */
async function leadsTo(answer: APIResponse, path: string): Promise<string> {
  const said = /<div class="govuk-error-summary.*?<\/ul>/s.exec(await answer.text())?.[0].replaceAll(/<[^>]+>|\s+/g, ' ');
  expect(answer.status(), `${path} takes what was typed: ${said ?? ''}`).toBe(303);
  return answer.headers().location ?? '';
}

export function dateIn(name: string, isoDate: string): Typed {
  const [year = '', month = '', day = ''] = isoDate.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
}

/** The value of the radio button, or check box, whose label says `words`. */
export function valueOf(page: string, words: RegExp): string {
  const label = [...page.matchAll(/<label[^>]* for="([^"]+)"[^>]*>\s*(.*?)\s*<\/label>/gs)].find(([, , text = '']) => words.test(text.replaceAll('&amp;', '&')));
  if (label === undefined) throw new Error(`Nothing on the page says ${String(words)}`);
  return textIn(page, new RegExp(`(?<=id="${label[1] ?? ''}"[^>]* value=")[^"]+`));
}

/** The value of what a list to choose from calls `words`. */
export function optionOf(page: string, words: string): string {
  return textIn(page, new RegExp(`(?<=<option value=")[^"]+(?="[^>]*>${words.replaceAll('&', '&amp;')})`));
}

/** Where the link leads whose words have `words` among them. */
export function linkTo(page: string, words: string): string {
  const link = [...page.matchAll(/<a[^>]* href="([^"]+)"[^>]*>(.*?)<\/a>/gs)].find(([, , text = '']) => text.includes(words));
  if (link?.[1] === undefined) throw new Error(`No link says ${words}`);
  return link[1];
}

function textIn(page: string, words: RegExp): string {
  const [found] = words.exec(page) ?? [];
  if (found === undefined) throw new Error(`The page does not have ${String(words)}`);
  return found;
}
