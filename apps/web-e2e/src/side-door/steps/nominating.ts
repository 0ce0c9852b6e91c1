import type { Cast } from '../cast.js';
import type { Visitor } from '../visitor.js';
import { PLANTED } from '../planted.js';

const WHO = { givenName: PLANTED.givenName, familyName: PLANTED.familyName };

/** A nomination of somebody planted, page by page up to the answers to check. @returns its address */
async function begun(nominator: Visitor, who: Record<string, string> = WHO): Promise<string> {
  await nominator.does('/nominations/new', { forum: 'youth-jag' });
  const first = await nominator.does('/nominations/new/youth-jag');
  const at = first.replace(/\/danger$/, '');
  await nominator.does(first, { immediateDanger: 'no', harmToChild: 'no' });
  const found = await nominator.does(`${at}/who`, who);
  if ((await nominator.opens(found)).location === null) await nominator.does(found, { match: 'none' });
  await nominator.does(`${at}/person`);
  await nominator.does(`${at}/incidents/new`);
  for (const part of ['harmed', 'tried', 'asked']) await nominator.does(`${at}/written/${part}`);
  await nominator.does(`${at}/own-view`, { asked: 'yes' });
  await nominator.does(`${at}/told`, { personKnows: 'yes', parentKnows: 'no' });
  return at;
}

/** Sends a nomination. @returns the address of the case */
export async function nominated(nominator: Visitor, who?: Record<string, string>): Promise<string> {
  const at = await begun(nominator, who);
  await nominator.does(await nominator.does(`${at}/basis`, { basis: 'gateway' }), { gateway: /Crime and Disorder Act 1998/ });
  const sent = await nominator.reads(await nominator.does(`${at}/check`));
  return /\/cases\/[\da-f-]{36}/.exec(sent)?.[0] ?? '';
}

/** What is changed of a nomination, and the one that is given up. */
export async function nominating(cast: Cast): Promise<void> {
  const officer = await cast.as('police officer, leicestershire police');
  const at = await begun(officer);
  await officer.does(`${at}/incidents`, { another: 'yes' });
  await officer.does(`${at}/incidents/new`);
  await officer.does(`${at}/incidents/1`);
  await officer.does(`${at}/incidents/2/remove`);
  await officer.reads(at);
  await officer.does(await officer.does(`${at}/basis`, { basis: 'consent' }), { givenBy: 'subject', competent: 'yes' });
  await officer.does(`${at}/discard`);
  await officer.reads('/nominations');
}
