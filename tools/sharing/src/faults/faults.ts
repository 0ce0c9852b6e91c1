/** A one-line fault in the policy's code, and what it would mean for people. */
export interface Fault {
  /** Below libs/sharing/src. */
  file: string;
  /** Stands once in the file, on one line. */
  before: string;
  after: string;
  means: string;
}

const inRules = (before: string, after: string, means: string): Fault => ({ file: 'policy/rules.ts', before, after, means });
const inConsent = (before: string, after: string, means: string): Fault => ({ file: 'policy/consent.ts', before, after, means });
const inQuery = (before: string, after: string, means: string): Fault => ({ file: 'query/conditions.ts', before, after, means });
const inReader = (before: string, after: string, means: string): Fault => ({ file: 'tables/reader-row.ts', before, after, means });
const inTables = (before: string, after: string, means: string): Fault => ({ file: 'tables/functions.ts', before, after, means });

/** Faults that the tests must notice, each by itself: `npm run sharing:mutations` tries them. */
export const FAULTS: readonly Fault[] = [
  inRules('at >= user.trainingValidTo', 'at > user.trainingValidTo', 'training counts for an instant longer than it is valid'),
  inRules('user.trainingValidTo === null ||', 'user.trainingValidTo !== null &&', 'somebody who was never trained is taken for trained'),
  inRules('item.owner !== user.agency && isLapsed(user, at)', 'isLapsed(user, at)', 'an agency loses sight of its own information when its training lapses'),
  inRules('itsCase.excludedUsers.includes(user.id) ||', '', 'a user who was excluded from a case reads on'),
  inRules('!item.namedReaders.has(user.id) &&', '', 'the named readers of an item marked for a victim’s safety cannot read it'),
  inRules('return limit < end ? limit : end;', 'return end;', 'emergency access lasts as long as its form says, not a day at most'),
  inRules('disclosure.authorisedFor === disclosure.owner && ', '', 'another agency than the owner decides to disclose'),
  inRules('disclosure.authorisedBy === user.id &&', '', 'an emergency that somebody else declared opens items'),
  inRules('isSigned(agreement.signatures, item.owner, at) &&', '', 'information is shared under an agreement that its owner did not sign'),
  inRules('(entry.users === null || entry.users.has(user.id))', '(entry.users === null || entry.users.size === 0 || entry.users.has(user.id))', 'an empty list of people in the circle admits everybody'),
  inRules('return categories.get(category) ?? nothing;', 'return categories.get(category) ?? ALL;', 'a category that a disclosure does not list is disclosed whole'),
  inConsent('at < record.invalidatedAt)', 'at <= record.invalidatedAt)', 'consent by somebody alleged to cause harm counts at the instant of the allegation'),
  inConsent('other.competent && other.recordedAt <= record.recordedAt', 'other.competent && other.recordedAt < record.recordedAt', 'a parent overrides a child who decides at the same time'),
  inConsent('Number(a.given) - Number(b.given)', 'Number(b.given) - Number(a.given)', 'of a consent and a refusal at once, the consent wins'),
  inConsent('!isAtLeast(AGE_OF_OWN_CONSENT, subject, at))', '!isAtLeast(AGE_OF_OWN_CONSENT, subject, record.recordedAt))', 'a parent’s consent goes on after the sixteenth birthday'),
  inConsent('subject.dateOfBirth === null ||', 'subject.dateOfBirth !== null &&', 'somebody with no date of birth is treated as a child'),
  { file: 'policy/time.ts', before: '(to === null || at < to)', after: '(to === null || at <= to)', means: 'whatever has a period holds at its end' },
  { file: 'policy/time.ts', before: 'today.slice(5) < dateOfBirth.slice(5)', after: 'today.slice(5) <= dateOfBirth.slice(5)', means: 'people grow older a day late' },
  inQuery('and e.from_at <= me.at and (e.to_at is null or me.at < e.to_at)', 'and e.from_at <= me.at and (e.to_at is null or me.at <= e.to_at)', 'lists show a case for an instant after an agency left its circle'),
  inQuery('and (p.exportable or not me.exporting)', '', 'lists let through for export what the term allows to be read alone'),
  inQuery('and k.category = ${i}.category and k.from_at <= me.at', 'and k.from_at <= me.at', 'consent for one kind of information opens another in lists'),
  inQuery('${caseId} <> all (me.closed_cases)', 'true', 'lists show a case to a user who is kept from it'),
  inQuery("(me.emergencies = '{}' or ", '(true or ', 'an emergency opens what terms would give to the circle, to somebody outside it'),
  inQuery('or (${i}.owner_agency_id = me.agency_id and me.keeps_victims_safe)', 'or me.keeps_victims_safe', 'keepers of victims’ safety of other agencies read what is marked'),
  inReader('(n.user_id = $3 or n.agency_id = $4)', 'n.user_id = $3', 'lists show a person to an agency that must never learn of them'),
  inReader('where x.partnership_id = $1 and x.user_id = $3', 'where x.partnership_id = $1 and x.user_id = $2', 'lists show a case to a user who was excluded from it'),
  inReader("and d.gateway = '${EMERGENCY_GATEWAY}'", '', 'an emergency is declared on any gateway'),
  inReader('and d.authorised_by_user_id = $3', '', 'in lists an emergency that somebody else declared opens items'),
  inReader(' and o.emergency_access', '', 'an emergency opens the items of an agency that opted out'),
  inTables("term ->> 'basis' = 'consent', (term", "term ->> 'basis' <> 'consent', (term", 'terms on consent need none, and others do'),
  inTables("case given_by when 'parental-responsibility' then sixteen else 'infinity' end))))", "'infinity'))))", 'lists go on with a parent’s consent after the sixteenth birthday'),
  inTables("(other.decision = 'refused' or other.id < one.id)", '(other.id < one.id)', 'in lists a consent wins over a refusal at the same time'),
  inTables("at time zone '${ZONE}')`;", "at time zone 'UTC')`;", 'in summer, dates begin an hour late in lists'),
];
