import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { ToldIds } from '@concordat/testing';
import { expect, test as base } from '@playwright/test';
import { answeredPages, everyPage } from '../side-door/pages.js';
import { PLANTED, plantedIn } from '../side-door/planted.js';
import { formsIn, typedIntoAddress } from '../side-door/forms.js';
import { doneIn, faultsOfList } from '../side-door/reached.js';
import { cameOut, installation, jobsIn, logLines, mails, metrics, redisKeys, untilPassedOn, watchRedis, type SideDoor } from '../side-door/side-doors.js';
import { Cast } from '../side-door/cast.js';
import { everythingDone } from '../side-door/steps.js';
import { everyServiceAsked } from '../side-door/routes.js';
import { Tour } from '../side-door/tour.js';
import { patient } from '../patience.js';
import { account } from '../stack/accounts.js';
import { everyTarget, personOf } from '../stack/people.js';
import { keepTraces, keptTraces } from '../stack/traces.js';

/** Requests for pages: wherever links and forms lead, then with ids that services told. */
const [LOOKING_AROUND, GUESSING] = [120, 60];

/** What must have come through each door, so that looking there says something. */
const LEAST = { 'commands to Redis': 1_000, 'keys of Redis': 50, jobs: 50, 'log lines': 1_000, metrics: SERVICE_NAMES.length + 1, 'e-mails': 20, addresses: 300, titles: 300 };
const LEAST_SPANS = 1_000;

/** Between them they hold every role that the pages are for. */
const ASKING = ['JAG coordinator', 'administrator, hinckley', 'information governance', 'manager of the service', 'domestic abuse outreach worker', 'police officer, leicestershire police', 'safeguarding lead'];

/** `jag-cases: GET /cases/{caseId}` as its process logs it. */
const nameOf = (route: string): string => route.replace(':', '').replaceAll(/\{(\w+)\}/g, ':$1');

/** As journeys are: the others look at pages, this one at everything else. */
const test = base.extend({});

test('nothing personal leaves by a side door: Redis, logs, metrics, traces, e-mails, titles or addresses', async () => {
  test.setTimeout(patient(300_000));
  const [year, month, day] = PLANTED.dateOfBirth.split('-');
  for (const disguise of [`at=${day}${month}${year}`, `:${PLANTED.postcode.replace(' ', '')}:`, PLANTED.familyName.toUpperCase(), encodeURIComponent(PLANTED.street), Buffer.from(`xy${PLANTED.words}`).toString('base64'), '17 November 2011', '{"n":"\\u007aebulonia"}']) {
    expect(plantedIn(`… ${disguise} …`), disguise).not.toEqual([]);
  }
  expect(plantedIn(`0.${year}${month}${day} 1${day}${month}${year}33 8xZq79xkB/`), 'figures and sealed text').toEqual([]);
  const many = Array.from({ length: 1_200 }, (_, line) => ({ where: `line ${line}`, text: line === 700 ? PLANTED.words : 'nothing' }));
  expect(cameOut([{ name: 'a door', contents: many }]), 'one line among many').toEqual([expect.stringContaining('line 700')]);
  expect(formsIn('<main><form action="/cases"><select name="show"></select><input name="q" type="search"></form>', '/').flatMap(typedIntoAddress)).toEqual(['q']);
  const place = await installation();
  const redis = await watchRedis(place);
  await keepTraces();

  const sentBefore = (await mails(place)).contents.length;
  const cast = new Cast(process.env.CONCORDAT_E2E_URL ?? '');
  await everythingDone(cast);
  // What came before is no matter of chance.
  const done = doneIn(await logLines(place));
  // By chance besides: wherever links and forms lead, and what they refuse.
  const accounts = ASKING.map(account);
  const [targets, people, visitors] = await Promise.all([everyTarget(), Promise.all(accounts.map(personOf)), Promise.all(accounts.map(({ email }) => cast.as(email)))]);
  const told = new ToldIds();
  const asked = await everyServiceAsked('reads', targets, people, told);
  const pages = everyPage(await metrics(place));
  const tour = new Tour(visitors, pages);
  await tour.begins([]);
  await tour.goes(LOOKING_AROUND);
  tour.guess(told);
  await tour.goes(GUESSING);
  // The registry last: it keeps the sessions.
  asked.push(...(await everyServiceAsked('writes', targets.toReversed(), people, told)));
  tour.guess(told);
  await tour.leaves();
  await untilPassedOn(place);

  const measured = await metrics(place);
  const traces = await keptTraces();
  const logs = await logLines(place);
  const [keys, sent] = [await redisKeys(place), await mails(place)];
  const doors: SideDoor[] = [
    { name: 'commands to Redis', contents: redis.commands().map((command) => ({ where: 'Redis', text: command })) },
    keys,
    jobsIn(redis.commands(), keys),
    logs,
    measured,
    sent,
    { name: 'spans', contents: traces.flatMap((said) => said.split('"spanId"').map((span) => ({ where: 'a span', text: span }))) },
    { name: 'addresses', contents: cast.shown.map(({ address }) => ({ where: 'an address', text: address })) },
    { name: 'titles', contents: cast.shown.filter(({ title }) => title !== '').map(({ address, title }) => ({ where: address, text: title })) },
  ];
  redis.stop();

  expect(cameOut(doors), 'what was planted and came out').toEqual([]);

  // One id leads through the logs, from a request of the web to those who heard of what it did.
  const logged = new Map<string, Set<string>>();
  for (const { where, text: line } of logs.contents) {
    const [, id] = /"trace":"([^"]+)"/.exec(line) ?? [];
    const [, said] = /"msg":"(request|event|work)"/.exec(line) ?? [];
    if (id !== undefined && said !== undefined) logged.set(id, (logged.get(id) ?? new Set()).add(`${where} ${said}`));
  }
  const followed = [...logged.values()].filter((lines) => ['web.log request', 'jag-cases.log request', 'indicators.log event', 'notifications.log event', 'notifications.log work'].every((one) => lines.has(one)));
  expect(followed.length, 'requests that one id follows through the logs to the last who heard of them').toBeGreaterThan(0);

  // It was there to be found: pages and routes were reached, and every door had something to look at.
  const sizes = Object.fromEntries(doors.map(({ name, contents }) => [name, contents.length]));
  const answered = answeredPages(measured);
  const wanted = [...pages.map((page) => `web ${page}`), ...asked.map(({ route }) => nameOf(route))];
  test.info().annotations.push({ type: 'side doors', description: JSON.stringify({ ...sizes, pages: pages.length, routes: asked.length, reached: wanted.filter((one) => done.has(one)).length }) });
  expect(Object.entries(LEAST).filter(([door, least]) => (sizes[door] ?? 0) < least), `doors through which less came than there should be: ${JSON.stringify(sizes)}`).toEqual([]);
  if (process.env.CONCORDAT_E2E_TRACES_PORT !== undefined) expect(sizes.spans).toBeGreaterThan(LEAST_SPANS);
  expect(sent.contents.length, 'e-mails since the visitors came').toBeGreaterThan(sentBefore);
  expect(tour.disbelieved, 'forms that were not believed to be of the session').toEqual([]);
  expect(faultsOfList(wanted, done), 'pages and routes that neither the steps nor another journey reached, but for those of which unreached.ts says why').toEqual([]);
  expect([...tour.typedIntoAddresses], 'forms that put into an address what somebody types').toEqual([]);
  expect(sizes.metrics).toBe(SERVICE_NAMES.length + 1);
  expect(asked.length).toBeGreaterThan(200);
  expect(pages.length).toBeGreaterThan(300);
  expect(cast.shown.filter(({ status }) => status >= 500)).toEqual([]);
  expect(pages.filter((page) => !answered.has(page)), 'pages that nobody has asked for').toEqual([]);
});
