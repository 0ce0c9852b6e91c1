import type { NominationAnswers } from '@concordat/contracts-jag-cases';
import { born, daysAgo } from './dates.js';
import type { PersonKey } from './people.js';

export interface DemoNomination {
  forum: string;
  by: PersonKey;
  answers: NominationAnswers;
}

type Answered<Step extends keyof NominationAnswers> = NonNullable<NominationAnswers[Step]>;

const noDanger: Answered<'danger'> = { immediateDanger: false, harmToChild: false, done: '' };
const bothKnow: Answered<'told'> = { youngPerson: { knows: true, whyNot: '' }, parent: { knows: true, whyNot: '' } };
const crimeAndDisorder = (why: string): Answered<'sharing'> => ({ basis: 'gateway', gateway: 'cda-1998-s115', why });

/** The people of the cases are invented, and so is all that is said of them. */
const person = (givenName: string, familyName: string, dateOfBirth: string, more: Partial<Answered<'person'>> = {}): Answered<'person'> => ({
  subjectId: null, givenName, familyName, otherNames: '', dateOfBirth, school: 'Hollycroft Park Academy', address: '', ...more,
});

export const NOMINATIONS = {
  new: {
    forum: 'youth-jag',
    by: 'safeguardingLead',
    answers: {
      danger: noDanger,
      person: person('Kai', 'Redfern', born(13, 9), { address: '14 Sparrow Close, Hinckley' }),
      incidents: [
        { on: daysAgo(19), reportedTo: '', what: 'Left school at lunchtime with two older boys and came back smelling of smoke.' },
        { on: daysAgo(12), reportedTo: 'the police', what: 'With a group that threw stones at buses outside the school. A window was broken, and nobody was hurt.' },
        { on: daysAgo(4), reportedTo: '', what: 'Set off the fire alarm on the top floor. Lessons stopped for half an hour.' },
      ],
      harmed: 'Bus drivers and passengers. Other pupils miss lessons. Kai is falling behind since he spends his time with the older boys.',
      tried: 'A report card, two meetings with his mother, and a mentor from the sixth form whom he saw twice.',
      asked: 'Someone outside school whom he can talk to, and to know whether the older boys are known to others.',
      ownView: { view: 'He says that school is boring and that the older boys look after him. He would like to learn to mend bikes.', whyNot: '' },
      told: bothKnow,
      sharing: crimeAndDisorder('To prevent further damage and to keep Kai from being drawn into crime by older young people.'),
    },
  },
  screening: {
    forum: 'youth-jag',
    by: 'officer',
    answers: {
      danger: noDanger,
      person: person('Maisie', 'Thorncroft', born(15, 31), { otherNames: 'Mais', address: '2 Weavers Row, Earl Shilton' }),
      incidents: [
        { on: daysAgo(33), reportedTo: 'the police', what: 'Stopped outside a chemist’s with make-up that had not been paid for.' },
        { on: daysAgo(15), reportedTo: 'the police', what: 'Stopped in a supermarket with two friends and alcohol in a bag.' },
      ],
      harmed: 'The shops, and Maisie herself: she was found drunk in the park late on the second evening.',
      tried: 'Words of advice and a visit to the family home with her grandmother, who looks after her.',
      asked: 'A plan that her school and the family share, and support for her grandmother.',
      ownView: { view: '', whyNot: 'She did not want to talk to an officer. Somebody whom she trusts should ask her.' },
      told: { youngPerson: { knows: true, whyNot: '' }, parent: { knows: false, whyNot: 'Her mother lives elsewhere and could not be reached. Her grandmother knows.' } },
      sharing: crimeAndDisorder('To prevent theft and to keep Maisie safe in the evenings.'),
    },
  },
  meeting: {
    forum: 'youth-jag',
    by: 'safeguardingLead',
    answers: {
      danger: noDanger,
      person: person('Tyler', 'Ashcombe', born(14, 18), { address: '57 Mallory Street, Barwell' }),
      incidents: [
        { on: daysAgo(47), reportedTo: 'the police', what: 'Climbed onto the roof of the park pavilion with others and broke the gutters.' },
        { on: daysAgo(26), reportedTo: 'the council', what: 'Lit a fire in a litter bin by the play area. The fire service put it out.' },
        { on: daysAgo(13), reportedTo: 'the police', what: 'Rode an electric motorcycle along the footpath by the school at closing time.' },
      ],
      harmed: 'Families who use the park stay away. A volunteer of the bowls club was shouted at when she asked the group to leave.',
      tried: 'Detentions, a behaviour contract at school, and a warning letter from the council.',
      asked: 'That police, school and children’s services agree who works with the family, and something for him to do after school.',
      ownView: { view: 'Tyler says that there is nothing to do in the evening. He liked the motorcycle project that closed last year.', whyNot: '' },
      told: bothKnow,
      sharing: crimeAndDisorder('To prevent damage to the park and injury by the motorcycle.'),
    },
  },
  responding: {
    forum: 'youth-jag',
    by: 'officer',
    answers: {
      danger: { immediateDanger: false, harmToChild: true, done: 'Children’s social care was told by telephone and in writing on the day. They began an assessment.' },
      person: person('Ellis', 'Brandreth', born(16, 40), { otherNames: 'El', address: '9 Canal View, Hinckley' }),
      incidents: [
        { on: daysAgo(75), reportedTo: 'the police', what: 'Found at night in a car with two adults who are known to the police. He said that he was “doing a favour”.' },
        { on: daysAgo(58), reportedTo: 'the police', what: 'Had two telephones and more money than he could account for.' },
      ],
      harmed: 'Ellis, who is thought to be used by adults to carry things for them. His younger brother is afraid of the people who come to the door.',
      tried: 'A visit by a neighbourhood officer and a meeting with his head of year.',
      asked: 'A worker whom he trusts, and one plan that all follow.',
      ownView: { view: 'Ellis says that he wants it to stop and does not know how. He would meet someone away from home.', whyNot: '' },
      told: { youngPerson: { knows: true, whyNot: '' }, parent: { knows: true, whyNot: '' } },
      sharing: crimeAndDisorder('To protect Ellis from adults who exploit him, and to prevent crime.'),
    },
  },
  monitored: {
    forum: 'youth-jag',
    by: 'officer',
    answers: {
      danger: noDanger,
      person: person('Callie', 'Windermere', born(14, 6), { address: '22 Ferrers Road, Hinckley' }),
      incidents: [
        { on: daysAgo(110), reportedTo: 'the police', what: 'Threw eggs and then stones at the windows of an older man who lives alone.' },
        { on: daysAgo(101), reportedTo: 'the housing association', what: 'Came back with four others and kicked his gate until it broke.' },
      ],
      harmed: 'The man, who stopped going out after dark and asked to be moved.',
      tried: 'Words of advice, and a letter to her father.',
      asked: 'To make it stop, and to find out why this house.',
      ownView: { view: 'Callie says that the others dared her, and that she did not know that he lives alone.', whyNot: '' },
      told: bothKnow,
      sharing: crimeAndDisorder('To prevent further harassment and damage.'),
    },
  },
  closed: {
    forum: 'youth-jag',
    by: 'safeguardingLead',
    answers: {
      danger: noDanger,
      person: person('Freya', 'Colmore', born(12, 22), { address: '31 Orchard Way, Burbage' }),
      incidents: [
        { on: daysAgo(95), reportedTo: '', what: 'Sent messages with threats to another girl, in the name of a third.' },
        { on: daysAgo(88), reportedTo: 'the police', what: 'Waited for the other girl after school with three friends. A teacher stepped in.' },
      ],
      harmed: 'The other girl, who stayed at home for a week.',
      tried: 'Meetings with both families, and a change of form.',
      asked: 'Restorative work with both girls, led by somebody whom both families accept.',
      ownView: { view: 'Freya says that it went too far and that she would like to say sorry, but not in front of everybody.', whyNot: '' },
      told: bothKnow,
      sharing: crimeAndDisorder('To prevent harassment and violence between pupils.'),
    },
  },
  declined: {
    forum: 'youth-jag',
    by: 'safeguardingLead',
    answers: {
      danger: noDanger,
      person: person('Noah', 'Pettifer', born(11, 12), { address: '6 Bell Lane, Hinckley' }),
      incidents: [{ on: daysAgo(30), reportedTo: '', what: 'Pushed another pupil in the dinner queue. The other boy’s tooth was chipped.' }],
      harmed: 'The other boy.',
      tried: 'Nothing yet beyond a letter home.',
      asked: 'Advice on what would help.',
      ownView: { view: 'Noah says that he is sorry and that he was called names.', whyNot: '' },
      told: bothKnow,
      sharing: crimeAndDisorder('To prevent a second incident.'),
    },
  },
  informationRequested: {
    forum: 'jag-ppf',
    by: 'officer',
    answers: {
      danger: noDanger,
      person: person('Dennis', 'Wragg', born(44, 15), { school: '', address: 'Flat 3, 80 Station Approach, Narborough' }),
      incidents: [
        { on: daysAgo(62), reportedTo: 'the council', what: 'Loud music until three in the morning, for the fourth time that month.' },
        { on: daysAgo(41), reportedTo: 'the police', what: 'Shouted at a neighbour on the stairs and kicked her door.' },
        { on: daysAgo(20), reportedTo: 'the fire service', what: 'Rubbish piled on the landing, so that the way out was blocked.' },
      ],
      harmed: 'Five households on the same stairs. One neighbour sleeps at her sister’s.',
      tried: 'A noise diary, two visits by the police and a letter from the landlord.',
      asked: 'To find out what lies behind it, and one agency to lead.',
      ownView: { view: 'He says that he cannot sleep without music, and that nobody ever asked him how he is.', whyNot: '' },
      told: { youngPerson: { knows: true, whyNot: '' }, parent: { knows: false, whyNot: 'He is an adult.' } },
      sharing: crimeAndDisorder('To prevent disorder and a fire.'),
    },
  },
  neighbour: {
    forum: 'youth-jag',
    by: 'neighbourOfficer',
    answers: {
      danger: noDanger,
      person: person('Leo', 'Stanbridge', born(14, 27), { school: 'Beaconfield School', address: '12 Mill Yard, Shepshed' }),
      incidents: [{ on: daysAgo(9), reportedTo: 'the police', what: 'Let off fireworks in a car park with five others.' }],
      harmed: 'Residents, and a dog that ran onto the road.',
      tried: 'Words of advice at the scene.',
      asked: 'To bring together what his school and the police know.',
      ownView: { view: 'He says that he only held the lighter.', whyNot: '' },
      told: bothKnow,
      sharing: crimeAndDisorder('To prevent injury and damage.'),
    },
  },
} as const satisfies Record<string, DemoNomination>;

export type NominationKey = keyof typeof NOMINATIONS;

export const nominationKeys = Object.keys(NOMINATIONS) as NominationKey[];

/** A nomination that the safeguarding lead has begun and not sent. */
export const DRAFT = {
  forum: 'youth-jag',
  by: 'safeguardingLead',
  answers: {
    danger: noDanger,
    person: person('Isla', 'Fenwick', born(13, 44)),
    incidents: [{ on: daysAgo(6), reportedTo: '', what: 'Sold vapes to two younger pupils at the gate. She says that somebody gave them to her to sell.' }],
  },
} as const satisfies DemoNomination;
