import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkSetUpCode, readInstallation, setUpInstallation } from '@concordat/contracts-partnership-registry';
import { boot, type RunningWeb } from '../src/boot.js';
import { Browser, type Shown } from './browser.js';
import { problem, SmallRegistry } from './small-registry.js';
import { webSettings } from './web-settings.js';

const CODE = 'k3m7q-2xd9p-p9raw-4tnc8';
const wrongCode = problem(422, 'set-up-code-not-valid', { title: 'refused', detail: 'The set-up code is wrong.' });

const partnership = {
  name: 'Fenland Community Safety Partnership',
  districts: 'Fenland\r\n Huntingdonshire \r\n',
  agencyName: 'Fenland District Council',
  agencyKind: 'council',
  administratorName: 'Jo Ferris',
  email: 'jo@fenland.example',
  password: 'copper lantern otter',
};

describe('an installation without a partnership', () => {
  const registry = new SmallRegistry();
  const made: unknown[] = [];
  let web: RunningWeb;
  let browser: Browser;
  let awaitsSetUp = true;

  beforeAll(async () => {
    registry.on(readInstallation, () => ({ status: 200, body: { awaitsSetUp } }));
    registry.on(checkSetUpCode, ({ body }) =>
      awaitsSetUp && checkSetUpCode.body?.parse(body).code === CODE.replaceAll('-', '') ? { status: 200, body: { agencyKinds: [{ code: 'council', name: 'Council' }] } } : wrongCode,
    );
    registry.on(setUpInstallation, ({ body }) => {
      const given = setUpInstallation.body?.parse(body);
      if (given?.administrator.password === 'passwordpassword') return problem(422, 'common-password', { title: 'refused', detail: 'Many people use that password.' });
      made.push(given);
      awaitsSetUp = false;
      return { status: 201, body: { made: true } };
    });
    web = await boot(webSettings(await registry.start()));
    browser = new Browser(web.url);
  });
  afterAll(async () => {
    await web.close();
    await registry.stop();
  });

  /** What the summary of a page says is wrong, and the field that each leads to. */
  const faults = ({ text }: Shown): string[] => {
    const summary = /There is a problem(.*?)<\/ul>/s.exec(text)?.[1] ?? '';
    return Array.from(summary.matchAll(/href="#(\w+)">([^<]*)</g), ([, field = '', message = '']) => `${field}: ${message}`);
  };
  const given = async (): Promise<Shown> => browser.send(await browser.get('/set-up'), { code: CODE });

  it('asks for the set-up code first, whatever somebody came for', async () => {
    expect((await browser.get('/')).headers.get('location')).toBe('/sign-in');
    expect((await browser.get('/sign-in')).headers.get('location')).toBe('/set-up');
    const asked = await browser.get('/set-up');
    expect([asked.status, asked.title]).toEqual([200, 'Set up Concordat - Concordat']);
    const missing = await browser.send(asked, { code: ' ' });
    expect([missing.status, missing.title, faults(missing)]).toEqual([400, 'Error: Set up Concordat - Concordat', ['code: Enter the set-up code']]);
    const wrong = await browser.send(asked, { code: 'k3m7q-2xd9p-p9raw-4tnc9' });
    expect([wrong.status, faults(wrong)]).toEqual([422, ['code: The set-up code is wrong.']]);
    expect(wrong.text).toContain('value="k3m7q-2xd9p-p9raw-4tnc9"');
  });

  it('says everything that is missing or refused at once, beside what was typed, and never shows a password again', async () => {
    const asked = await given();
    expect([asked.status, asked.title]).toEqual([200, 'Make your partnership - Concordat']);
    const empty = await browser.send(asked, {});
    expect([empty.status, faults(empty)]).toEqual([
      400,
      [
        'name: Enter the name of the partnership',
        'districts: Enter at least one district',
        'agencyName: Enter the name of your agency',
        'agencyKind: Select what kind of agency it is',
        'administratorName: Enter your full name',
        expect.stringMatching(/^email: Enter /),
        'password: Enter a password',
      ],
    ]);
    const common = await browser.send(empty, { ...partnership, password: 'passwordpassword' });
    expect([common.status, faults(common)]).toEqual([422, ['password: Many people use that password.']]);
    expect(common.text).toContain(`value="${partnership.agencyName}"`);
    expect(common.text).toContain('<option value="council" selected>Council</option>');
    expect(common.text).not.toContain('passwordpassword');
    const otherCode = await browser.post('/set-up/partnership', { ...partnership, name: '', code: 'k3m7q-2xd9p-p9raw-4tnc9' });
    expect([otherCode.status, otherCode.title]).toEqual([422, 'Error: Set up Concordat - Concordat']);
    expect(made).toEqual([]);
  });

  it('makes the partnership, and has no such page any more', async () => {
    const asked = await given();
    const sent = await browser.send(asked, partnership);
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/set-up/done']);
    const { name, agencyName, agencyKind, administratorName, email, password } = partnership;
    expect(made).toEqual([
      { code: CODE.replaceAll('-', ''), name, districts: ['Fenland', 'Huntingdonshire'], agency: { name: agencyName, kind: agencyKind }, administrator: { name: administratorName, email, password } },
    ]);
    expect((await browser.get('/set-up/done')).text).toContain('Your partnership is made');

    expect((await browser.get('/set-up')).headers.get('location')).toBe('/sign-in');
    expect((await browser.get('/sign-in')).title).toBe('Sign in - Concordat');
    for (const [path, fields] of [['/set-up', { code: CODE }], ['/set-up/partnership', { ...partnership, code: CODE, name: '' }]] as const) {
      expect((await browser.post(path, fields)).headers.get('location')).toBe('/sign-in');
    }
  });
});
