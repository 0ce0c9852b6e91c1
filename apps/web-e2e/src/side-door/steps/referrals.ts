import { whatComes, type Cast } from '../cast.js';
import type { Visitor } from '../visitor.js';
import { joined } from './accounts.js';
import { acceptedCase, protectedIn, referenceIn } from './cases.js';
import { erased } from './endings.js';
import { conflictInReferral } from './looking.js';
import { nominated } from './nominating.js';
import { askedByNumber } from './receipts.js';
import { openedInEmergency, sharedIn } from './sharing.js';

/** Sends somebody of a case to a service, and waits until it has come there. @returns its address, and the case's */
export async function referred(cast: Cast, service: RegExp, receiver: Visitor): Promise<{ home: string; from: string }> {
  const from = await acceptedCase(cast);
  const coordinator = await cast.as('JAG coordinator');
  const details = await coordinator.does(`${from}/refer`, { serviceId: service });
  const check = await coordinator.does(details, { agreement: 'person', safeMeans: 'telephone', safeFrom: null, safeUntil: null }, `${details}/check`);
  const home = await whatComes(receiver, '/referrals', /^\/referrals\/[\da-f-]{36}$/, async () => coordinator.reads(await coordinator.fills(check, details, { change: null }, details)));
  return { home, from };
}

export async function referrals(cast: Cast): Promise<void> {
  const [worker, manager] = [await cast.as('youth outreach worker'), await cast.as('manager of the service')];
  const { home, from } = await referred(cast, /^Youth outreach/, worker);
  await worker.does(`${home}/steps/accepted`);
  await manager.does(`${home}/steps/allocated`, { workerUserId: /Jade Merriman/ });
  await worker.does(`${home}/safe-contact`, { safeMeans: 'telephone', safeFrom: null, safeUntil: null });
  await worker.does(`${home}/reach`, { means: 'telephone' });
  await worker.does(`${home}/contacts/new`, { reached: 'yes' });
  await sharedIn(home, worker, manager, /Hinckley & Bosworth Borough Council/);
  const [keeper, lead] = [(await joined(cast, 'outreach', ['practitioner', 'victim-safety'])).visitor, (await joined(cast, 'outreach', ['information-governance'])).visitor];
  await protectedIn(home, { writes: worker, keeps: keeper, confirms: keeper, looks: lead, reads: /Meera/, colleague: /Kofi/ });
  await openedInEmergency(await cast.as('british transport police'), referenceIn(await worker.reads(home)), lead);
  // The service knows the person of whom the council asks, by the referral and by a nomination of its own.
  const coordinator = await cast.as('JAG coordinator');
  await nominated(worker);
  const asks = async (): Promise<unknown> => coordinator.does(`${from}/known-to`);
  for (const place of [/^\/known-to\/referrals\//, /^\/known-to\/cases\//]) await manager.does(await whatComes(manager, '/known-to', place, asks));
  await askedByNumber('referrals', 'youth outreach worker', home);
  await askedByNumber('jag-cases', 'JAG coordinator', from);
  await conflictInReferral(home, 'youth outreach worker');
  await worker.does(`${home}/steps/engaged`);
  await worker.does(`${home}/steps/active`);
  await worker.does(`${home}/steps/closed`);
  await erased(home, lead, (await joined(cast, 'outreach', ['information-governance'])).visitor);
}
