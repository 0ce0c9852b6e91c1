import type { Role } from '@concordat/contracts-protocol';
import type { AgencyKey } from './agencies.js';
import type { PartnershipKey } from './partnerships.js';

export interface DemoPerson {
  name: string;
  email: string;
  does: string;
  toTry: string;
  partnership: PartnershipKey;
  places: readonly { agency: AgencyKey; roles: readonly Role[] }[];
  /** Training in sharing information that ended a month ago, in place of one that holds for a year. */
  trainingLapsed?: true;
}

/** Everyone's password in the demo: three random words. */
export const PASSWORD = 'copper-lantern-otter';

/** Invented people, in the order in which a newcomer would meet them. */
export const PEOPLE = {
  safeguardingLead: {
    name: 'Ruth Calloway',
    email: 'ruth.calloway@hollycroft-park.example',
    does: 'Safeguarding lead, Hollycroft Park Academy',
    toTry: 'Finish the nomination that you began, or nominate another pupil to the Youth JAG',
    partnership: 'here',
    places: [{ agency: 'school', roles: ['practitioner'] }],
  },
  coordinator: {
    name: 'Nadia Farrow',
    email: 'nadia.farrow@hinckley-bosworth.example',
    does: 'Youth JAG coordinator, Hinckley & Bosworth Borough Council',
    toTry: 'Screen the new nomination, accept it with a circle of agencies, and put it on the next meeting’s agenda',
    partnership: 'here',
    places: [{ agency: 'council', roles: ['coordinator'] }],
  },
  officer: {
    name: 'Imran Daley',
    email: 'imran.daley@leicestershire-police.example',
    does: 'Police officer, Leicestershire Police',
    toTry: 'See what the agreement lets you see, add an item, and complete an action',
    partnership: 'here',
    places: [{ agency: 'police', roles: ['practitioner'] }],
  },
  leadOfficer: {
    name: 'Tom Beckwith',
    email: 'tom.beckwith@hinckley-bosworth.example',
    does: 'Lead officer, Hinckley & Bosworth Borough Council',
    toTry: 'Take your case from its objective to its result, and refer the young person to youth outreach',
    partnership: 'here',
    places: [{ agency: 'council', roles: ['practitioner'] }],
  },
  outreachWorker: {
    name: 'Jade Merriman',
    email: 'jade.merriman@youth-outreach.example',
    does: 'Youth outreach worker, Hinckley & Bosworth Youth Outreach',
    toTry: 'Record a contact with the young person whom you support, and close the referral with an outcome',
    partnership: 'here',
    places: [{ agency: 'youthOutreach', roles: ['practitioner'] }],
  },
  manager: {
    name: 'Helen Marchbank',
    email: 'helen.marchbank@hinckley-bosworth.example',
    does: 'Manager and chair of the Youth JAG, Hinckley & Bosworth Borough Council',
    toTry: 'Look at the figures of the casework and of each district; close the case that is being monitored',
    partnership: 'here',
    places: [{ agency: 'council', roles: ['manager', 'victim-safety'] }],
  },
  administrator: {
    name: 'Marian Ashdown',
    email: 'marian.ashdown@hinckley-bosworth.example',
    does: 'Administrator, Hinckley & Bosworth Borough Council',
    toTry: 'Add an agency or a person, change a role, end a leaver’s access',
    partnership: 'here',
    places: [{ agency: 'council', roles: ['administrator'] }],
  },
  outreachManager: {
    name: 'Kofi Oakden',
    email: 'kofi.oakden@youth-outreach.example',
    does: 'Manager of the service, Hinckley & Bosworth Youth Outreach',
    toTry: 'See the referrals of the service and who works on each; allocate the next one',
    partnership: 'here',
    places: [{ agency: 'youthOutreach', roles: ['manager'] }],
  },
  abuseWorker: {
    name: 'Leah Sandiford',
    email: 'leah.sandiford@outreach-service.example',
    does: 'Domestic abuse outreach worker, Domestic Abuse Outreach Service',
    toTry: 'Look for the council’s cases: an agency of its own sees none of them',
    partnership: 'here',
    places: [{ agency: 'abuseOutreach', roles: ['practitioner', 'victim-safety'] }],
  },
  governance: {
    name: 'Rosalind Pike',
    email: 'rosalind.pike@hinckley-bosworth.example',
    does: 'Information governance lead, Hinckley & Bosworth Borough Council',
    toTry: 'Read the agreements and their terms, or suspend one and see what others no longer see',
    partnership: 'here',
    places: [{ agency: 'council', roles: ['information-governance'] }],
  },
  transportOfficer: {
    name: 'Callum Frith',
    email: 'callum.frith@transport-police.example',
    does: 'Police officer outside every circle, British Transport Police',
    toTry: 'Search for a young person by name, or open a case’s address: nothing is there',
    partnership: 'here',
    places: [{ agency: 'transportPolice', roles: ['practitioner'] }],
  },
  twoAgencies: {
    name: 'Amir Holloway',
    email: 'amir.holloway@blaby.example',
    does: 'Community safety officer for two councils, Blaby District Council and Hinckley & Bosworth Borough Council',
    toTry: 'Change the agency that you act for, and see other cases',
    partnership: 'here',
    places: [
      { agency: 'blaby', roles: ['practitioner'] },
      { agency: 'council', roles: ['practitioner'] },
    ],
  },
  lapsedOfficer: {
    name: 'Craig Thornley',
    email: 'craig.thornley@leicestershire-police.example',
    does: 'Police officer whose training has lapsed, Leicestershire Police',
    toTry: 'Look for your force’s cases: without training, nothing of other agencies is shown',
    partnership: 'here',
    places: [{ agency: 'police', roles: ['practitioner'] }],
    trainingLapsed: true,
  },
  neighbourOfficer: {
    name: 'Sunita Hartwell',
    email: 'sunita.hartwell@leicestershire-police.example',
    does: 'Police officer of another partnership, Leicestershire Police in Charnwood',
    toTry: 'See the one case of Charnwood, and nothing of this partnership',
    partnership: 'neighbour',
    places: [{ agency: 'police', roles: ['practitioner'] }],
  },
  neighbourAdministrator: {
    name: 'Keith Langdale',
    email: 'keith.langdale@charnwood.example',
    does: 'Administrator and coordinator of another partnership, Charnwood Borough Council',
    toTry: 'Manage Charnwood, and screen its nomination',
    partnership: 'neighbour',
    places: [{ agency: 'neighbourCouncil', roles: ['administrator', 'coordinator'] }],
  },
} as const satisfies Record<string, DemoPerson>;

export type PersonKey = keyof typeof PEOPLE;

export const peopleOf = (partnership: PartnershipKey): DemoPerson[] => Object.values<DemoPerson>(PEOPLE).filter((person) => person.partnership === partnership);
