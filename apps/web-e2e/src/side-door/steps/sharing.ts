import { inAbout } from '../../steps/casework.js';
import type { Cast } from '../cast.js';
import type { Visitor } from '../visitor.js';
import { acceptedCase, adds, referenceIn, wayIn } from './cases.js';

/** Consent, its receipt, what somebody said of it, who is alleged to harm them, and decisions to share: of a case and of a referral alike. */
export async function sharedIn(home: string, by: Visitor, decides: Visitor, receiver: RegExp): Promise<void> {
  await by.does(`${home}/consents/new`, { decision: 'given', givenBy: 'subject', recipientAgencyIds: receiver, categories: 'education', lastDay: null });
  const consent = wayIn(await by.reads(`${home}/consents`), /\/consents\/[\da-f-]{36}$/);
  await by.reads(consent);
  await by.reads(await by.does(`${consent}/receipt`));
  await by.does(wayIn(await by.reads(`${home}/consents`), /\/consents\/answers\//));
  await by.does(`${home}/alleged-harm`);
  await decides.does(`${home}/disclosures/new`, {
    recipientAgencyId: receiver, recipientUserId: null, decision: 'share', categories: 'education', details: 'education/*', told: 'yes', export: 'no', lastDay: inAbout(20),
  });
  const decision = wayIn(await decides.reads(`${home}/disclosures`), /\/disclosures\/[\da-f-]{36}$/);
  await decides.does(decision);
  await by.does(`${consent}/withdraw`);
}

export async function sharing(cast: Cast): Promise<void> {
  const home = await acceptedCase(cast);
  const [leader, school, worker] = [await cast.as('lead officer'), await cast.as('safeguarding lead'), await cast.as('youth outreach worker')];
  await adds(school, home, /^Education/);
  await sharedIn(home, leader, await cast.as('information governance'), /^Hinckley & Bosworth Youth Outreach$/);
  await worker.does(wayIn(await worker.reads('/withdrawn-consent'), /\/withdrawn-consent\/./));
  await openedInEmergency(await cast.as('british transport police'), referenceIn(await leader.reads(home)), await cast.as('manager and chair'));
}

/** In an emergency, somebody who knows the reference alone sees what is held on the person; the owner says whether it was justified. */
export async function openedInEmergency(stranger: Visitor, reference: string, reviewer: Visitor): Promise<void> {
  const seen = await stranger.does('/emergency-access/new', { reference });
  await stranger.does(seen, {}, `${seen}/end`);
  await reviewer.does(`${seen}/review`);
}
