import { inDays, nextMonthsMeeting, shortly } from '../content/dates.js';
import { YOUTH_OUTREACH } from '../content/directory.js';
import { FORUMS } from '../content/forums.js';
import type { Cast } from './cast.js';
import { ForumMeeting } from './forum-meeting.js';
import { ReferralStory } from './referral-story.js';

const screened = { to: 'screening', duplicatesChecked: true } as const;

/** Every criterion of the Youth JAG, met but for those that are explained. */
function youthCriteria(explained: Readonly<Record<string, string>> = {}): { code: string; met: boolean; explanation: string }[] {
  const forum = FORUMS.find(({ code, partnership }) => code === 'youth-jag' && partnership === 'here');
  return (forum?.criteria ?? []).map(({ code }) => ({ code, met: explained[code] === undefined, explanation: explained[code] ?? '' }));
}

/** Each case of the demo partnership is brought to where it stands, all at the same time. */
export async function tellStories(cast: Cast): Promise<void> {
  await Promise.all([screening(cast), declined(cast), informationRequested(cast), monitored(cast), closed(cast), meetings(cast)]);
}

async function screening({ people, cases }: Cast): Promise<void> {
  await cases.screening.arrives();
  await cases.screening.moves(people.coordinator, { ...screened, activityElsewhere: 'The school has begun early help with the family.' });
}

async function declined({ people, cases }: Cast): Promise<void> {
  await cases.declined.arrives();
  await cases.declined.moves(people.coordinator, { ...screened, activityElsewhere: '' });
  await cases.declined.moves(people.coordinator, {
    to: 'declined',
    reason: 'One incident, which the school can deal with by itself. Its behaviour support team offers restorative meetings; nominate again if it happens once more.',
  });
}

async function informationRequested({ people, agencies, cases }: Cast): Promise<void> {
  await cases.informationRequested.arrives();
  await cases.informationRequested.moves(people.coordinator, { ...screened, activityElsewhere: 'The landlord keeps a file on complaints.' });
  await cases.informationRequested.moves(people.coordinator, {
    to: 'information-requested',
    what: 'Is anyone working with him, and has anyone asked why he cannot sleep?',
    agencyIds: [agencies.police, agencies.health, agencies.fire],
    by: inDays(14),
  });
}

/** Stepped down, with nothing left to do but to close it. */
async function monitored({ people, agencies, cases }: Cast): Promise<void> {
  const { coordinator, leadOfficer, officer } = people;
  const story = cases.monitored;
  await story.arrives();
  await story.moves(coordinator, { ...screened, activityElsewhere: '' });
  await story.moves(coordinator, { to: 'accepted', criteria: youthCriteria(), leadUserId: leadOfficer.userId, circle: [agencies.police, agencies.school] });
  await story.moves(leadOfficer, { to: 'assessing', objective: 'Nobody troubles the man at his house, and he goes out in the evening again.' });
  await story.moves(leadOfficer, { to: 'planning', analysis: 'A dare among friends who wait at the bus stop opposite. None of them knew him.' });
  await story.moves(leadOfficer, { to: 'responding' });
  const action = await story.asks(leadOfficer, {
    what: 'Ask the man whether he would meet Callie with an officer beside him',
    agencyId: agencies.police,
    userId: officer.userId,
    due: inDays(10),
    kind: 'prevention',
    meetingId: null,
  });
  await story.finishes(officer, action, 'They met at the station. She mended the gate with her father.');
  await story.moves(leadOfficer, { to: 'assessing-result', whatChanged: 'No report since they met. He has gone to his club twice.' });
  await story.moves(leadOfficer, { to: 'monitoring', stepDownAgencyId: agencies.police, until: inDays(56) });
}

async function closed({ people, agencies, cases }: Cast): Promise<void> {
  const { coordinator, leadOfficer, safeguardingLead, manager } = people;
  const story = cases.closed;
  await story.arrives();
  await story.moves(coordinator, { ...screened, activityElsewhere: '' });
  await story.moves(coordinator, { to: 'accepted', criteria: youthCriteria(), leadUserId: leadOfficer.userId, circle: [agencies.school, agencies.police, agencies.blaby] });
  await story.moves(leadOfficer, { to: 'assessing', objective: 'Both girls feel safe at school and on the way home.' });
  await story.moves(leadOfficer, { to: 'planning', analysis: 'A falling-out that grew in a group chat at night. No adult saw it; friends on both sides kept it going.' });
  await story.moves(leadOfficer, { to: 'responding' });
  const action = await story.asks(leadOfficer, {
    what: 'Hold a restorative meeting with both girls and an adult of each one’s choice',
    agencyId: agencies.school,
    userId: safeguardingLead.userId,
    due: inDays(10),
    kind: 'prevention',
    meetingId: null,
  });
  await story.finishes(safeguardingLead, action, 'Both came, with their mothers. Freya said sorry, and they agreed what to do if it starts again.');
  await story.moves(leadOfficer, { to: 'assessing-result', whatChanged: 'No message and no incident since. The other girl comes to school every day.' });
  await story.moves(manager, {
    to: 'closed',
    outcome: 'objective-met',
    positive: true,
    reason: 'Both girls and their families say that it is over.',
    ownView: 'Freya says that she was afraid of the meeting and is glad that she went.',
    victimTold: 'yes',
    learned: 'Asking both girls whom they wanted beside them made the meeting possible.',
  });
}

/** The meeting that has just been held, with one new case and one that goes on; and the next one. */
async function meetings(cast: Cast): Promise<void> {
  const { coordinator } = cast.people;
  const { council, police, school, children, youthOutreach } = cast.agencies;
  await Promise.all([acceptedForMeeting(cast), respondingBeforeMeeting(cast)]);
  const [held, coming] = await Promise.all([
    ForumMeeting.planned(coordinator, { forumCode: 'youth-jag', at: shortly(), place: 'Hinckley Hub, meeting room 2' }),
    ForumMeeting.planned(coordinator, { forumCode: 'youth-jag', at: nextMonthsMeeting(), place: 'Hinckley Hub, council chamber, and online' }),
  ]);
  await held.discusses(cast.cases.meeting.caseId, 'new-nomination');
  await held.discusses(cast.cases.responding.caseId, 'review');
  await held.opens([council, police, school, children, youthOutreach]);
  await Promise.all([decideOnNewCase(cast, held), decideOnReview(cast, held)]);
  await held.ends();
  await coming.discusses(cast.cases.responding.caseId, 'review');
  await referral(cast);
}

async function acceptedForMeeting({ people, agencies, cases }: Cast): Promise<void> {
  const { coordinator, leadOfficer, officer, safeguardingLead } = people;
  const story = cases.meeting;
  await story.arrives();
  await story.moves(coordinator, { ...screened, activityElsewhere: 'Not known to children’s services or youth justice.' });
  await story.moves(coordinator, {
    to: 'accepted',
    criteria: youthCriteria({ tried: 'The school has tried what it can. The police visit had to wait for this meeting.' }),
    leadUserId: leadOfficer.userId,
    circle: [agencies.school, agencies.police, agencies.children],
  });
  await story.learns(officer, {
    category: 'offending',
    fields: { offences: 'Criminal damage to the park pavilion. Riding a motor vehicle without insurance, under investigation.', outcomes: 'Community resolution for the damage.' },
  });
  await story.learns(safeguardingLead, {
    category: 'education',
    fields: { attendance: '84% this term', exclusions: 'One suspension of two days in October', support: 'A teaching assistant in mathematics' },
  });
}

async function decideOnNewCase({ people, agencies, cases }: Cast, held: ForumMeeting): Promise<void> {
  const { coordinator, officer } = people;
  await held.decides(cases.meeting.caseId, {
    discussion: 'The school spoke of lunchtimes, the police of the motorcycle. Children’s services hold nothing that would change the plan.',
    decision: 'Tyler and his family are offered an outreach worker. The police deal with the motorcycle, the school with lunchtimes.',
  });
  const action = (what: string, agencyId: string, userId: string | null, days: number, kind: 'prevention' | 'enforcement') => ({
    what, agencyId, userId, due: inDays(days), kind, meetingId: held.meetingId,
  });
  await cases.meeting.asks(coordinator, action('Visit the family about the motorcycle, and explain what happens if it is ridden again', agencies.police, officer.userId, 7, 'enforcement'));
  await cases.meeting.asks(coordinator, action('Find Tyler a place in the lunchtime workshop', agencies.school, null, 14, 'prevention'));
}

async function respondingBeforeMeeting({ people, agencies, cases }: Cast): Promise<void> {
  const { coordinator, leadOfficer, officer } = people;
  const story = cases.responding;
  await story.arrives();
  await story.moves(coordinator, { ...screened, activityElsewhere: 'Children’s social care is assessing.' });
  await story.moves(coordinator, { to: 'accepted', criteria: youthCriteria(), leadUserId: leadOfficer.userId, circle: [agencies.police, agencies.children, agencies.school] });
  await story.moves(leadOfficer, { to: 'assessing', objective: 'Ellis is out of reach of the adults who use him, and is in college every day.' });
  await story.moves(leadOfficer, { to: 'planning', analysis: 'He owes money that he cannot pay back. They reach him by telephone and at the canal after six. His brother’s safety worries him most.' });
  await story.moves(leadOfficer, { to: 'responding' });
  await story.learns(officer, { category: 'offending', fields: { offences: 'None charged. Intelligence on the adults is held and not shared.', outcomes: 'No further action against Ellis, who is treated as a victim.' } });
}

async function decideOnReview({ people, agencies, cases }: Cast, held: ForumMeeting): Promise<void> {
  const { coordinator, officer } = people;
  await held.decides(cases.responding.caseId, { discussion: '', decision: 'One worker speaks with Ellis: youth outreach. All others go through them.' });
  const action = await cases.responding.asks(coordinator, {
    what: 'Give the family a direct number, and mark the address for an urgent response',
    agencyId: agencies.police,
    userId: officer.userId,
    due: inDays(3),
    kind: 'prevention',
    meetingId: held.meetingId,
  });
  await cases.responding.finishes(officer, action, 'Done today. The mother has the number on paper.');
}

/** The young person is referred to youth outreach, whose worker has begun. */
async function referral({ people, cases }: Cast): Promise<void> {
  const { leadOfficer, outreachManager, outreachWorker } = people;
  const referralId = await cases.responding.refers(leadOfficer, YOUTH_OUTREACH, {
    reason: 'Ellis wants a way out and needs one adult whom he can trust, away from home.',
    agreement: { given: true, by: 'person', explanation: null },
    safeContact: {
      means: ['text-message', 'school'], days: [], hours: null, number: '07700 900 161', email: '', serviceNamed: false,
      words: 'Say that it is about the football on Saturday.', mustNotAnswer: 'His mother’s partner, who reads his messages.', more: 'Between 9 and 3 on college days. Never call, and never write to the house.',
    },
  });
  const story = new ReferralStory(referralId);
  await story.arrives(outreachWorker);
  await story.moves(outreachWorker, { to: 'accepted', reason: '' });
  await story.moves(outreachManager, { to: 'allocated', workerUserId: outreachWorker.userId });
  await story.hasContact(outreachWorker, { means: 'text-message', reached: true, note: 'He answered within an hour and chose to meet at college.' });
  await story.moves(outreachWorker, { to: 'engaged' });
  await story.moves(outreachWorker, { to: 'active', plan: 'Meet every Wednesday at college. First the debt, then the telephone, then what he would like to do next year.' });
}
