import { expect, test } from '@playwright/test';
import { attack } from '@concordat/testing';
import { everyAccount } from '../stack/accounts.js';
import { everyTarget, personOf } from '../stack/people.js';

/** Requests in every run; `CONCORDAT_ATTACK_REQUESTS=50000` asks for more, `CONCORDAT_ATTACK_SEED` for others. */
const REQUESTS = Number(process.env.CONCORDAT_ATTACK_REQUESTS ?? 700);
const SEED = Number(process.env.CONCORDAT_ATTACK_SEED ?? 1);

const isOther = (does: string): boolean => /another partnership|Charnwood/i.test(does);

test('nobody of one partnership learns or changes anything of another, whatever is sent to the services', async () => {
  test.setTimeout(Math.max(180_000, REQUESTS * 60));
  const accounts = everyAccount();
  const victims = await Promise.all(accounts.filter(({ does }) => isOther(does)).map(personOf));
  // Who acts for two agencies has to choose first.
  const attackers = await Promise.all(accounts.filter(({ does }) => !isOther(does) && !does.includes('two councils')).map(personOf));
  const report = await attack({ targets: await everyTarget(), attackers, victims, requests: REQUESTS, seed: SEED });
  test.info().annotations.push({ type: 'attack', description: `${JSON.stringify(report.by)} requests to ${report.routes} routes, ${report.turnedAway} turned away as too many, ${report.lookedFor} ids and words looked for, seed ${SEED}` });
  expect(report.faults).toEqual([]);
  expect(report.requests).toBeGreaterThanOrEqual(REQUESTS);
  expect(Math.min(...Object.values(report.by))).toBeGreaterThan(0);
  expect(report.turnedAway).toBeLessThan(REQUESTS / 10);
});
