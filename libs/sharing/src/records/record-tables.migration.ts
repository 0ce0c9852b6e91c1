import { APP_ROLE, partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

const ofCase = 'foreign key (partnership_id, case_id) references "case" (partnership_id, id) on delete cascade';
const ofSubject = 'foreign key (partnership_id, subject_id) references subject (partnership_id, id) on delete cascade';
const kept = { grants: 'select, insert, update' };

const consents = [
  ...partnershipTable(
    'subject_relation',
    `subject_id uuid not null,
     case_id uuid not null,
     relationship text not null,
     recorded_by_user_id uuid not null,
     recorded_for_agency_id uuid not null,
     name bytea not null,
     harm_alleged_from timestamptz(3),
     harm bytea,
     check ((harm_alleged_from is null) = (harm is null)),
     ${ofCase}, ${ofSubject}`,
    kept,
  ),
  'create index subject_relation_of_subject on subject_relation (partnership_id, subject_id)',
  ...partnershipTable(
    'consent_statement',
    `consent_id uuid not null unique,
     case_id uuid not null,
     subject_id uuid not null,
     giver_id uuid,
     recorded_by_user_id uuid not null,
     recorded_for_agency_id uuid not null,
     content bytea not null,
     withdrawal bytea,
     foreign key (partnership_id, consent_id) references consent (partnership_id, id) on delete cascade,
     foreign key (partnership_id, giver_id) references subject_relation (partnership_id, id),
     ${ofCase}, ${ofSubject}`,
    kept,
  ),
  'create index consent_statement_of_case on consent_statement (partnership_id, case_id)',
  'create index consent_statement_of_giver on consent_statement (partnership_id, giver_id)',
  ...partnershipTable(
    'person_answer',
    `case_id uuid not null,
     subject_id uuid not null,
     kind text not null check (kind in ('service', 'confidentiality', 'told')),
     answer boolean not null,
     said_on date not null,
     recorded_by_user_id uuid not null,
     recorded_for_agency_id uuid not null,
     content bytea not null,
     ${ofCase}, ${ofSubject}`,
    { grants: 'select, insert' },
  ),
  'create index person_answer_of_case on person_answer (partnership_id, case_id)',
  ...partnershipTable(
    'withdrawal_task',
    `case_id uuid not null,
     subject_id uuid not null,
     consent_id uuid,
     cause text not null check (cause in ('withdrawn', 'withdrawn-elsewhere')),
     agency_id uuid not null,
     categories text[] not null,
     since timestamptz(3) not null,
     done_at timestamptz(3),
     done_by_user_id uuid,
     how text check (how in ('stopped', 'deleted', 'returned')),
     note bytea,
     check (num_nonnulls(done_at, done_by_user_id, how, note) in (0, 4)),
     foreign key (partnership_id, consent_id) references consent (partnership_id, id) on delete cascade,
     unique (partnership_id, consent_id, agency_id),
     ${ofCase}, ${ofSubject}`,
    kept,
  ),
  'create index withdrawal_task_of_agency on withdrawal_task (partnership_id, agency_id, since)',
];

const disclosures = [
  ...partnershipTable(
    'sharing_decision',
    `case_id uuid not null,
     subject_id uuid not null,
     owner_agency_id uuid not null,
     recipient_agency_id uuid not null,
     decided_by_user_id uuid not null,
     decided_at timestamptz(3) not null,
     disclosure_id uuid,
     content bytea not null,
     why_revoked bytea,
     foreign key (partnership_id, disclosure_id) references disclosure (partnership_id, id) on delete cascade,
     ${ofCase}, ${ofSubject}`,
    kept,
  ),
  'create index sharing_decision_of_case on sharing_decision (partnership_id, case_id)',
];

const emergencies = [
  ...partnershipTable(
    'emergency_access',
    `case_id uuid not null,
     subject_id uuid not null,
     user_id uuid not null,
     agency_id uuid not null,
     owner_agency_ids uuid[] not null,
     disclosure_ids uuid[] not null,
     categories text[] not null,
     opened_at timestamptz(3) not null,
     ends_at timestamptz(3) not null,
     content bytea not null,
     review_due timestamptz(3) not null,
     chased integer not null,
     chase_at timestamptz(3) not null,
     reviewed_at timestamptz(3),
     reviewed_by_user_id uuid,
     outcome text check (outcome in ('justified', 'not-needed', 'misuse')),
     review bytea,
     check (ends_at >= opened_at and ends_at <= opened_at + interval '24 hours'),
     check (num_nonnulls(reviewed_at, reviewed_by_user_id, outcome, review) in (0, 4)),
     ${ofCase}, ${ofSubject}`,
    kept,
  ),
  'create index emergency_access_of_user on emergency_access (partnership_id, user_id, opened_at)',
  'create index emergency_access_to_review on emergency_access (partnership_id, chase_at) where reviewed_at is null',
  'create index emergency_access_of_owner on emergency_access using gin (owner_agency_ids)',
];

/**
 * What is written about consent, disclosures and emergency access besides what the policy compares. After the service's own
 * tables in its list of migrations: these rows belong to its cases and subjects.
 */
export class SharingRecordTables extends Migration {
  override up(): void {
    const statements = [
      ...consents,
      ...disclosures,
      ...emergencies,
      // What people call a case, for those who may know of a record on it and not see its frame. A view looks with its owner's eyes.
      'create view sharing_case_reference as select partnership_id, id, reference from "case"',
      `grant select on sharing_case_reference to ${APP_ROLE}`,
      // Who holds which kinds of information on whom, for the decision to open it; marked items are never opened in an emergency.
      "create view sharing_holding as select distinct partnership_id, case_id, subject_id, owner_agency_id, category from item where marking = 'none'",
      `grant select on sharing_holding to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
