import { APP_ROLE, partnershipTable, protectByPartnership } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';
import { AgreementParties } from './agreement-parties.js';
import { ReaderOnce } from './policy-by-page.js';
import { RegistrySilence } from './registry-silence.js';
import { midnight, permissionsOfAgreement, reader, refreshConsent } from './functions.js';

const period = (from: string, to: string): string => `check (${to} is null or ${to} >= ${from})`;

/** What the policy compares and a service's own tables do not hold. Rows are written by the service, under the partnership's security. */
const records = [
  ...partnershipTable(
    'circle_entry',
    `case_id uuid not null,
     agency_id uuid not null,
     from_at timestamptz(3) not null,
     to_at timestamptz(3),
     user_ids uuid[],
     ${period('from_at', 'to_at')}`,
  ),
  ...partnershipTable('item_reader', 'item_id uuid not null, user_id uuid not null, unique (partnership_id, item_id, user_id)'),
  ...partnershipTable('case_exclusion', 'case_id uuid not null, user_id uuid not null, unique (partnership_id, user_id, case_id)'),
  ...partnershipTable('related_subject', 'user_id uuid not null, subject_id uuid not null, unique (partnership_id, user_id, subject_id)'),
  ...partnershipTable(
    'must_not_receive',
    `subject_id uuid not null,
     user_id uuid,
     agency_id uuid,
     from_at timestamptz(3) not null,
     to_at timestamptz(3),
     check (num_nonnulls(user_id, agency_id) = 1),
     ${period('from_at', 'to_at')}`,
  ),
  ...partnershipTable(
    'consent',
    `subject_id uuid not null,
     purpose text not null,
     recipient_agency_ids uuid[] not null,
     categories text[] not null,
     decision text not null check (decision in ('given', 'refused')),
     given_by text not null check (given_by in ('subject', 'parental-responsibility', 'attorney')),
     competent boolean not null,
     recorded_at timestamptz(3) not null,
     withdrawn_at timestamptz(3),
     expires_at timestamptz(3),
     invalidated_at timestamptz(3),
     ${period('recorded_at', 'withdrawn_at')},
     ${period('recorded_at', 'expires_at')},
     check (invalidated_at is null or given_by <> 'subject')`,
  ),
  ...partnershipTable(
    'disclosure',
    `kind text not null check (kind in ('authorised', 'emergency')),
     case_id uuid not null,
     subject_id uuid not null,
     owner_agency_id uuid not null,
     recipient_agency_id uuid not null,
     user_id uuid,
     categories jsonb not null check (jsonb_typeof(categories) = 'object'),
     gateway text not null,
     exportable boolean not null,
     authorised_by_user_id uuid not null,
     authorised_for_agency_id uuid not null,
     authorised_at timestamptz(3) not null,
     expires_at timestamptz(3) not null,
     revoked_at timestamptz(3),
     check (kind <> 'emergency' or user_id is not null),
     ${period('authorised_at', 'expires_at')},
     ${period('authorised_at', 'revoked_at')}`,
  ),
  ...partnershipTable(
    'agreement_projection',
    `name text not null,
     status text not null,
     valid_from date not null,
     valid_to date not null,
     signatures jsonb not null,
     terms jsonb not null,
     ${period('valid_from', 'valid_to')}`,
  ),
  'create index circle_entry_of_case on circle_entry (partnership_id, case_id, agency_id)',
  'create index circle_entry_of_agency on circle_entry (partnership_id, agency_id)',
  'create index case_exclusion_of_case on case_exclusion (partnership_id, case_id)',
  'create index must_not_receive_of_subject on must_not_receive (partnership_id, subject_id)',
  'create index must_not_receive_of_user on must_not_receive (partnership_id, user_id) where user_id is not null',
  'create index must_not_receive_of_agency on must_not_receive (partnership_id, agency_id) where agency_id is not null',
  'create index consent_of_subject on consent (subject_id, recorded_at)',
  'create index disclosure_of_item on disclosure (partnership_id, case_id, subject_id, owner_agency_id)',
  'create index disclosure_of_recipient on disclosure (partnership_id, recipient_agency_id)',
];

/** Worked out when a record is written, by triggers, so that nothing can forget to. Nobody else writes them. */
const prepared = [
  `create table sharing_permission (
     partnership_id uuid not null,
     agreement_id uuid not null,
     term_id uuid not null,
     recipient_agency_id uuid not null,
     owner_agency_id uuid not null,
     purpose text not null,
     category text not null,
     all_fields boolean not null,
     fields text[] not null,
     on_consent boolean not null,
     exportable boolean not null,
     from_at timestamptz(3) not null,
     to_at timestamptz(3) not null,
     check (all_fields = (fields = '{}')),
     check (to_at > from_at)
   )`,
  'create index sharing_permission_of_recipient on sharing_permission (partnership_id, recipient_agency_id, owner_agency_id, purpose, category)',
  'create index sharing_permission_of_agreement on sharing_permission (partnership_id, agreement_id)',
  `create table sharing_consent_period (
     partnership_id uuid not null,
     consent_id uuid not null,
     subject_id uuid not null,
     purpose text not null,
     recipient_agency_id uuid not null,
     category text not null,
     from_at timestamptz(3) not null,
     to_at timestamptz(3) not null,
     check (to_at > from_at)
   )`,
  'create index sharing_consent_period_of_subject on sharing_consent_period (subject_id, recipient_agency_id, purpose, category)',
  ...['sharing_permission', 'sharing_consent_period'].flatMap((table) => [
    ...protectByPartnership(table),
    `grant select, insert, delete on ${table} to ${APP_ROLE}`,
  ]),
  midnight,
  permissionsOfAgreement,
  `create trigger permissions_of_agreement after insert or update or delete on agreement_projection
   for each row execute function sharing_permissions_of_agreement()`,
  refreshConsent,
  ...['insert', 'update', 'delete'].map(
    (event) => `create trigger consent_periods_after_${event} after ${event} on consent
     referencing ${event === 'delete' ? 'old' : 'new'} table as changed
     for each statement execute function sharing_consent_periods()`,
  ),
  ...reader,
];

/** The sharing policy's tables. They stand beside platform-auth's projection, which says who is a member of what. */
export class SharingTables extends Migration {
  override up(): void {
    for (const statement of [...records, ...prepared]) this.addSql(statement);
  }
}

/** For the list that a service gives `runMigrations`: after platform-auth's, before its own. */
export const sharingMigrations = [SharingTables, RegistrySilence, AgreementParties, ReaderOnce];
