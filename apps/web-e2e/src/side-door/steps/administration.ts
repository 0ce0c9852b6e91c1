import { inAbout } from '../../steps/casework.js';
import { newLetters } from '../../steps/administration.js';
import { linkTo } from '../../steps/colleague.js';
import type { Cast } from '../cast.js';
import { wayIn } from './cases.js';

const COUNCIL = /^Hinckley & Bosworth Borough Council/;

/** Agencies, services, lists of words and the partnership itself: what is public, and said to be. */
export async function administration(cast: Cast): Promise<void> {
  const administrator = await cast.as('administrator, hinckley');
  const letters = newLetters();
  const agency = at(await administrator.does('/administration/agencies/new', { existingId: null, parentId: null, name: `Office ${letters}`, emergencyAccess: 'no' }));
  await administrator.does(`${agency}/change`, { parentId: null, name: `Bureau ${letters}` });
  await administrator.does(`${agency}/leave`);
  await administrator.does(`${agency}/rejoin`);
  const service = at(await administrator.does('/administration/directory/new', { name: `Service ${letters}`, providerAgencyId: new RegExp(letters), minimumAge: '10', maximumAge: '17' }));
  await administrator.does(`${service}/change`, { name: `Help ${letters}`, minimumAge: '10', maximumAge: '17' });
  await administrator.reads(service);
  await administrator.does(`${service}/end`);
  await administrator.does(`${service}/resume`);
  const list = wayIn(await administrator.reads('/administration/reference-lists'), /\/reference-lists\/./);
  await administrator.does(`${list}/new`, { name: `Entry ${letters}`, code: letters });
  await administrator.does(wayIn(await administrator.reads(list), /\/reference-lists\/[^/]+\/[\da-f-]{36}$/));
  await administrator.does('/administration/partnership/change');
  const forum = at(await administrator.does('/administration/forums/new', { name: `Group ${letters}`, referencePrefix: letters.slice(0, 2).toUpperCase(), subjectKinds: 'place', ownerAgencyId: COUNCIL, agendaDays: '5' }));
  await administrator.does(`${forum}/change`);
  await administrator.does(`${forum}/end`);
  await administrator.does(`${forum}/resume`);
  await administrator.does('/administration/decision-clients/new');
  await administrator.does(wayIn(await administrator.reads('/administration/decision-clients'), /\/end$/));
}

/** The page of a record that was just made. */
const at = (location: string): string => location.replace(/\?.*/, '');

/** An agreement, from its draft to its signatures and back. */
export async function agreements(cast: Cast): Promise<void> {
  const governance = await cast.as('information governance');
  const dates = { validFrom: inAbout(-1), validTo: inAbout(400) };
  const draft = at(await governance.does('/agreements/new', { name: `Agreement ${newLetters()}`, ...dates }));
  await governance.does(`${draft}/parties/new`, { agencyId: COUNCIL });
  await governance.does(`${draft}/parties/new`, { agencyId: /^Leicestershire Police/ });
  await governance.does(`${draft}/parties/new`, { agencyId: /^Blaby/ });
  const party = linkTo(await governance.reads(draft), 'Blaby District Council');
  await governance.does(party);
  await governance.does(`${party}/remove`);
  await governance.does(`${draft}/purposes`);
  await governance.does(`${draft}/documents`);
  for (const part of ['retention', 'security', 'rights']) await governance.does(`${draft}/parts/${part}`);
  for (let term = 0; term < 2; term += 1) await governance.does(`${draft}/terms/new`, { from: '*', to: '*', categories: 'behaviour', basis: 'public-task', gateway: /Crime and Disorder Act 1998/ });
  await governance.does(`${draft}/terms/1`, { from: '*', to: '*', categories: 'behaviour', basis: 'public-task', gateway: /Crime and Disorder Act 1998/ });
  await governance.does(`${draft}/terms/2/remove`);
  await governance.does(`${draft}/attachments/new`);
  const attachment = wayIn(await governance.reads(draft), /\/attachments\/[\da-f-]{36}$/);
  await governance.opens(attachment);
  await governance.does(`${attachment}/remove`);
  await governance.does(`${draft}/change`, { ...dates, reviewOn: inAbout(60) });
  await governance.does(`${draft}/status/in-review`);
  await governance.does(`${draft}/sign`, { agencyId: COUNCIL, on: inAbout(0) });
  await governance.does(wayIn(await governance.reads(draft), /\/withdraw\/[\da-f-]{36}$/));
  const inForce = linkTo(await governance.reads('/agreements'), 'JAG/PPF');
  for (const file of ['odrl.jsonld', 'text.docx']) await governance.opens(`${inForce}/${file}`);
  await governance.does(`${inForce}/review`, { nextOn: inAbout(60) });
  const next = at(await governance.does(`${inForce}/new-version`, { validFrom: inAbout(500), validTo: inAbout(900) }));
  await governance.reads(`${next}/comparison`);
}
