import { protectionRoutes, readsRoutes, SERVICE_NAMES } from '@concordat/contracts-protocol';
import { client } from '@concordat/testing';
import { account } from '../../stack/accounts.js';
import { personOf, serviceAddresses } from '../../stack/people.js';
import type { Cast } from '../cast.js';
import { PLANTED } from '../planted.js';
import { wayIn } from './cases.js';

/** Pages that are only read, by whom. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'administrator, hinckley': ['/administration/dead-letters', '/administration/directory', '/administration/partnership', '/administration/queues', '/administration/role-changes'],
  'manager and chair': ['/figures/plan', '/figures/published', '/meetings', '/kept/referrals', '/notices', '/session', '/forgotten-password/sent', '/sign-in/organisation/refused'],
};

/** What is only looked at. */
export async function looking(cast: Cast): Promise<void> {
  for (const [who, pages] of Object.entries(PAGES)) {
    const visitor = await cast.as(who);
    for (const page of pages) await visitor.opens(page);
  }
  const governance = await cast.as('information governance');
  const person = wayIn(await governance.reads('/conduct'), /^\/conduct\/[\da-f-]{36}$/);
  for (const service of SERVICE_NAMES) await governance.reads(`${person}/${service}`);
  const coordinator = await cast.as('JAG coordinator');
  await coordinator.does('/notices', {}, /^\/notices\/[^/]+\/read$/);
  await routesAsked();
}

/** Routes that no page asks, or not alone. */
async function routesAsked(): Promise<void> {
  const services = serviceAddresses();
  const manager = await personOf(account('manager and chair'));
  const asAt = async (service: (typeof SERVICE_NAMES)[number]) => ({ headers: { authorization: `Bearer ${await manager.tokenFor(service)}` } });
  for (const service of ['jag-cases', 'referrals'] as const) await fetch(new URL('/.well-known/authzen-configuration', services[service]));
  await client(services.indicators, null).call(readsRoutes('indicators').reads, { body: { paths: ['/measures'] } }, await asAt('indicators'));
  for (const path of ['/imports', '/planned-actions', '/published-marks']) await fetch(new URL(path, services.indicators), await asAt('indicators'));
}

/** Somebody who works on a referral knows the person, and does not any more. */
export async function conflictInReferral(home: string, who: string): Promise<void> {
  const routes = protectionRoutes('referrals');
  const worker = await personOf(account(who));
  const [referrals, options] = [client(serviceAddresses().referrals, null), { headers: { authorization: `Bearer ${await worker.tokenFor('referrals')}` } }];
  const params = { caseId: home.split('/')[2] ?? '' };
  const { people } = (await referrals.call(routes.read, { params }, options)).body;
  await referrals.call(routes.declareConflict, { params, body: { subjectIds: people.map(({ subjectId }) => subjectId) } }, options);
  const { items } = (await referrals.call(routes.myConflicts, {}, options)).body;
  for (const { id, version } of items) await referrals.call(routes.withdrawConflict, { params: { conflictId: id }, body: { version, why: PLANTED.words } }, options);
}
