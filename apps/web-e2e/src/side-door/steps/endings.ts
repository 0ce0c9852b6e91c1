import { inAbout } from '../../steps/casework.js';
import type { Cast } from '../cast.js';
import type { Visitor } from '../visitor.js';
import { joined } from './accounts.js';
import { acceptedCase, referenceIn, wayIn } from './cases.js';

/** One asks that the person of a record that is over be erased, and a second person has it done. */
export async function erased(home: string, asks: Visitor, decides: Visitor): Promise<void> {
  const kind = home.split('/')[1] ?? '';
  for (const one of [asks, decides]) await one.does('/account/confirm');
  const reference = referenceIn(await asks.reads(`${home}/consents`));
  const ask = await asks.does(`/kept/${kind}/erasures/new`, { reference });
  await asks.does(ask, { reference: 'SAR/2026/8' });
  await decides.does(wayIn(await decides.reads(`/kept/${kind}/erasures`), /\/erasures\/[\da-f-]{36}$/), { decision: 'erase' });
}

/** A case in its meeting, through its work to its end, and the person erased. */
export async function endings(cast: Cast): Promise<void> {
  const home = await acceptedCase(cast);
  const [coordinator, leader, officer, manager] = [await cast.as('JAG coordinator'), await cast.as('lead officer'), await cast.as('police officer, leicestershire police'), await cast.as('manager and chair')];
  const meeting = (await coordinator.does('/meetings/new', { forumCode: 'youth-jag', on: inAbout(35), time: '10:30am' })).replace(/\?.*/, '');
  await coordinator.does(`${home}/agenda`, { meetingId: meeting.split('/').at(-1) ?? '' });
  await coordinator.does(`${meeting}/open`);
  await coordinator.does(wayIn(await coordinator.reads(meeting), /\/agenda\/[^/]+\/decision$/));
  await coordinator.does(`${home}/actions/new`, { agencyId: /^Leicestershire Police$/, userId: 'anyone', due: inAbout(14) });
  await coordinator.does(`${meeting}/end`);
  const action = wayIn(await officer.reads(home), /\/actions\/[\da-f-]{36}$/);
  await officer.does(`${action}/finish`);
  for (const to of ['assessing', 'planning', 'responding', 'assessing-result']) await leader.does(`${home}/next/${to}`);
  await manager.does(`${home}/next/closed`);
  await coordinator.reads(`${home}/timeline`);
  await erased(home, await cast.as('information governance'), (await joined(cast, 'council', ['information-governance'])).visitor);
}
