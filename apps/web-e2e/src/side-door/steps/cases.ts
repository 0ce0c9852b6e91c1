import { inAbout } from '../../steps/casework.js';
import type { Cast } from '../cast.js';
import type { Visitor } from '../visitor.js';
import { nominated } from './nominating.js';

const POLICE = /^Leicestershire Police$/;
const OUTREACH = /^Hinckley & Bosworth Youth Outreach$/;

/** The first address of a shape among the links and forms of a page. */
export function wayIn(html: string, shape: RegExp): string {
  const found = Array.from(html.matchAll(/(?:href|action)="([^"]+)"/g), ([, address = '']) => address).find((address) => shape.test(address));
  if (found === undefined) throw new Error(`No way like ${String(shape)}`);
  return found;
}

/** The reference of the case or referral of a page. */
export const referenceIn = (html: string): string => /[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}/.exec(html)?.[0] ?? '';

/** A case of somebody planted, accepted, with the police and youth outreach in its circle. @returns its address */
export async function acceptedCase(cast: Cast): Promise<string> {
  const [school, coordinator] = [await cast.as('safeguarding lead'), await cast.as('JAG coordinator')];
  const home = await nominated(school);
  await coordinator.does(`${home}/next/screening`);
  await coordinator.does(`${home}/next/accepted`, { leadUserId: /Tom Beckwith/, circle: POLICE });
  await coordinator.does(`${home}/circle/invite`, { agencyId: OUTREACH, until: inAbout(40) });
  return home;
}

/** Adds information of a kind. */
export async function adds(by: Visitor, home: string, kind: RegExp): Promise<void> {
  await by.does(await by.does(`${home}/items/new`, { kind }), { existenceShown: 'yes', victimSafety: null });
}

/** The circle, what is known, how to reach somebody, and who knows them. */
export async function cases(cast: Cast): Promise<void> {
  const home = await acceptedCase(cast);
  const [coordinator, leader, worker, manager] = [await cast.as('JAG coordinator'), await cast.as('lead officer'), await cast.as('youth outreach worker'), await cast.as('manager and chair')];
  await coordinator.does(`${home}/circle/invite`, { agencyId: /Fire/, until: null });
  await adds(coordinator, home, /^Behaviour/);
  await coordinator.does(wayIn(await coordinator.reads(home), /\/items\/[^/]+\/change$/));
  const person = wayIn(await leader.reads(home), /\/people\/[^/]+\/(?:reach|safe-contact)$/).replace(/\/[^/]+$/, '');
  await leader.does(`${person}/safe-contact`, { safeMeans: 'telephone', safeFrom: null, safeUntil: null });
  await leader.does(`${person}/reach`, { means: 'telephone' });
  await coordinator.does(`${home}/actions/new`, { agencyId: POLICE, userId: 'anyone', due: inAbout(14) });
  await coordinator.does(`${home}/known-to`);
  await coordinator.reads(await coordinator.does('/search'));
  await coordinator.reads(`${home}/known-to/passed-on`);
  await worker.does(`${home}/conflict`);
  await worker.does(wayIn(await worker.reads('/conflicts'), /\/conflicts\/./));
  await coordinator.does(wayIn(await coordinator.reads(home), /\/circle\/[^/]+\/end$/));
  await manager.reads(`${home}/seen`);
  await manager.reads(`/handing-over/${/value="([^"]+)"[^>]*>Tom Beckwith/.exec(await manager.reads(`${home}/protections/exclusions/new`))?.[1] ?? ''}`);
}

/** Who must never learn of somebody, and who may read what is marked. */
export async function protections(cast: Cast): Promise<void> {
  const home = await acceptedCase(cast);
  const [coordinator, manager, governance] = [await cast.as('JAG coordinator'), await cast.as('manager and chair'), await cast.as('information governance')];
  await adds(coordinator, home, /^Behaviour/);
  await protectedIn(home, { writes: coordinator, keeps: manager, confirms: manager, looks: governance, reads: /Imran Daley/, colleague: /Tom Beckwith/ });
}

interface Keepers {
  writes: Visitor;
  keeps: Visitor;
  confirms: Visitor;
  looks: Visitor;
  /** Who is named to read it, and who is kept from it. */
  reads: RegExp;
  colleague: RegExp;
}

export async function protectedIn(home: string, { writes, keeps, confirms, looks, reads, colleague }: Keepers): Promise<void> {
  const at = wayIn(await writes.reads(`${home}/protections`), /\/items\/[^/]+\/protection$/);
  await keeps.does(`${home}/protections/register/new`, { kind: 'person', until: null });
  await keeps.does(wayIn(await keeps.reads(`${home}/protections`), /\/register\/[^/]+\/end$/));
  // Somebody of that name works on it: is it the same person?
  await keeps.does(`${home}/protections/register/new`, { kind: 'person', until: null, name: 'Imran Daley' });
  await keeps.does(`${home}/protections`, { keepFrom: 'no' }, /\/near-matches\//);
  await keeps.does(`${home}/protections/exclusions/new`, { userId: colleague });
  await keeps.does(`${home}/protections`, {}, /\/exclusions\/[^/]+\/end$/);
  await writes.does(at, { marking: 'victim-safety' });
  await writes.does(at, { userId: reads }, `${at}/readers`);
  await confirms.does(at, { decision: 'confirmed' }, /\/requests\//);
  await confirms.does(at, {}, /\/readers\/[^/]+\/end$/);
  await keeps.does(at, { userId: colleague }, `${at}/readers`);
  await looks.does('/kept/readers', { decision: 'confirmed' }, new RegExp(at.split('/')[4] ?? ''));
  await confirms.does(at, { marking: 'shown' });
  const reference = referenceIn(await writes.reads(home));
  const seen = await looks.does('/conduct/record', { reference });
  await looks.reads(wayIn(await looks.reads(seen), /\/looks\/./));
  await looks.reads(`${home}/seen`);
  const ask = wayIn(await looks.reads(await looks.does('/who-can-see', { reference })), /\/who-can-see\/./);
  await looks.reads(await looks.does(ask, { when: 'now' }));
}
