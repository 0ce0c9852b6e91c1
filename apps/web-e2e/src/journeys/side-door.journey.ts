import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { everyRouteAsked } from '@concordat/testing';
import { expect, test as base } from '@playwright/test';
import { everyPage, parametersIn, visitedPages } from '../side-door/pages.js';
import { firstPlace, PLANTED, plantedIn } from '../side-door/planted.js';
import { installation, logLines, mails, metrics, redisKeys, untilPassedOn, watchRedis, type SideDoor } from '../side-door/side-doors.js';
import { Sights, Visitor } from '../side-door/visitor.js';
import { everyAccount } from '../stack/accounts.js';
import { everyTarget, personOf } from '../stack/people.js';
import { keepTraces, keptTraces } from '../stack/traces.js';
import { Colleague } from '../steps/colleague.js';

/** Time that all visitors together have for looking around. */
const VISIT = 12_000;

/** What may end the visitor's own session is asked for last. */
const ENDS = /sign-out|\/account\//;

/** As journeys are: the others look at pages, this one at everything else. */
const test = base.extend({});

test('nothing personal leaves by a side door: Redis, logs, metrics, traces, e-mails, titles or addresses', async () => {
  const url = process.env.CONCORDAT_E2E_URL ?? '';
  const [year, month, day] = PLANTED.dateOfBirth.split('-');
  for (const disguise of [`at=${day}${month}${year}`, `:${PLANTED.postcode.replace(' ', '')}:`, PLANTED.familyName.toUpperCase(), encodeURIComponent(PLANTED.street), Buffer.from(`xy${PLANTED.words}`).toString('base64'), '17 November 2011', '{"n":"\\u007aebulonia"}']) {
    expect(plantedIn(`… ${disguise} …`), disguise).not.toEqual([]);
  }
  expect(plantedIn(`0.${year}${month}${day} 1${day}${month}${year}33 8xZq79xkB/`), 'figures and sealed text').toEqual([]);
  const place = await installation();
  const redis = await watchRedis(place);
  await keepTraces();

  // A case about somebody planted, so that pages of a real case are among those that are visited.
  const planted = await Colleague.does('police officer', (officer) => officer.nominates(PLANTED));
  await Colleague.does('JAG coordinator', async (coordinator) => {
    await coordinator.screens(planted);
  });

  const accounts = everyAccount();
  const asker = await personOf(accounts[0]!);
  const text = `${PLANTED.words} ${PLANTED.familyName}`;
  const asked: string[] = [];
  for (const { name, url: address, openapi } of await everyTarget()) {
    const token = await asker.tokenFor(name);
    asked.push(...(await everyRouteAsked({ openapi, url: address, tokenFor: () => `Bearer ${token}`, text, except: ['DELETE /sessions/current'] })));
  }
  const sights = new Sights();
  const until = Date.now() + VISIT;
  const visitors = await Promise.all(accounts.map((account) => Visitor.signedIn(url, account, sights)));
  await Promise.all(visitors.map((visitor) => visitor.looksAround([planted.address], until)));
  const looked = await metrics(place);
  const [before, pages] = [visitedPages(looked), everyPage(looked)];
  const left = pages.filter((page) => !before.has(page)).sort((one, other) => Number(ENDS.test(one)) - Number(ENDS.test(other)));
  const parameters = parametersIn(pages, sights.shown.map(({ address }) => address));
  await Promise.all(visitors.map((visitor, turn) => visitor.asksFor(left.filter((_, index) => index % visitors.length === turn), parameters)));
  await untilPassedOn(place);

  const measured = await metrics(place);
  const traces = await keptTraces();
  const logs = await logLines(place);
  const doors: SideDoor[] = [
    { name: 'commands to Redis', contents: redis.commands().map((command) => ({ where: 'Redis', text: command })) },
    await redisKeys(place),
    logs,
    measured,
    await mails(place),
    { name: 'traces', contents: traces.map((span) => ({ where: 'a span', text: span })) },
    { name: 'addresses', contents: sights.shown.map(({ address }) => ({ where: 'an address', text: address })) },
    { name: 'titles', contents: sights.shown.map(({ address, title }) => ({ where: address, text: title })) },
  ];
  redis.stop();

  const found = doors.flatMap(({ name, contents }) => contents.flatMap(({ where, text: content }) => (plantedIn(content).length === 0 ? [] : [`${name}, ${where}: ${firstPlace(content)}`])));
  expect([...new Set(found)].slice(0, 20), 'what was planted and came out').toEqual([]);

  // One id leads through the logs, from a request of the web to those who heard of what it did.
  const logged = new Map<string, Set<string>>();
  for (const { where, text: line } of logs.contents) {
    const [, id] = /"trace":"([^"]+)"/.exec(line) ?? [];
    const [, said] = /"msg":"(request|event|work)"/.exec(line) ?? [];
    if (id !== undefined && said !== undefined) logged.set(id, (logged.get(id) ?? new Set()).add(`${where} ${said}`));
  }
  const followed = [...logged.values()].filter((lines) => ['web.log request', 'jag-cases.log request', 'indicators.log event', 'notifications.log event', 'notifications.log work'].every((one) => lines.has(one)));
  expect(followed.length, 'requests that one id follows through the logs to the last who heard of them').toBeGreaterThan(0);

  // It was there to be found, and the doors were looked through.
  const sizes = Object.fromEntries(doors.map(({ name, contents }) => [name, contents.length]));
  const visited = visitedPages(measured);
  test.info().annotations.push({ type: 'side doors', description: JSON.stringify({ ...sizes, pages: pages.length, shown: before.size, routes: asked.length, taken: asked.filter((one) => / 2\d\d$/.test(one)).length }) });
  for (const door of ['commands to Redis', 'log lines', 'addresses', 'titles']) expect([door, (sizes[door] ?? 0) > 100]).toEqual([door, true]);
  expect(sizes.metrics).toBe(SERVICE_NAMES.length + 1);
  expect(asked.length).toBeGreaterThan(200);
  expect(pages.length).toBeGreaterThan(300);
  expect(sights.shown.filter(({ status }) => status >= 500)).toEqual([]);
  expect(pages.filter((page) => !visited.has(page)), 'pages that nobody has asked for').toEqual([]);
  if (process.env.CONCORDAT_E2E_TRACES_PORT !== undefined) expect(traces.length).toBeGreaterThan(0);
});
