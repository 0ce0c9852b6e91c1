import { Migration } from '@mikro-orm/migrations';
import { partnershipTable } from '@concordat/platform-persistence';
import { sharingLinks } from '@concordat/sharing';

const caseKey = 'foreign key (partnership_id, case_id) references "case" (partnership_id, id)';

/** Referrals. To the sharing policy a referral is a case of the agency that provides the service, and what is in it are items. */
export class Referrals extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable(
        'directory_service',
        `name text not null,
         provider_agency_id uuid not null,
         purpose text not null,
         acknowledge_hours integer not null,
         first_contact_hours integer not null,
         active boolean not null`,
        { grants: 'select, insert, update' },
      ),
      ...partnershipTable(
        'referral_outcome',
        `code text not null,
         name text not null,
         achieved boolean not null,
         valid_from date not null,
         valid_to date,
         unique (partnership_id, code, valid_from)`,
        { grants: 'select, insert, update' },
      ),
      ...partnershipTable('subject', `kind text not null check (kind in ('person', 'group', 'place')), sixteenth_birthday date, eighteenth_birthday date`),
      ...partnershipTable(
        'case',
        `reference text not null unique,
         purpose text not null,
         owner_agency_id uuid not null,
         service_id uuid not null,
         state text not null,
         since timestamptz(3) not null,
         from_agency_id uuid not null,
         from_user_id uuid not null,
         from_case_id uuid,
         requested_at timestamptz(3) not null,
         received_at timestamptz(3) not null,
         opened_at timestamptz(3),
         first_contact_at timestamptz(3),
         closed_at timestamptz(3),
         worker_user_id uuid,
         outcome_code text,
         outcome_achieved boolean,
         overdue_told_at timestamptz(3),
         foreign key (partnership_id, service_id) references directory_service (partnership_id, id)`,
        { grants: 'select, insert, update' },
      ),
      'create index referral_of_agency on "case" (partnership_id, owner_agency_id, requested_at, id)',
      ...partnershipTable(
        'case_subject',
        `case_id uuid not null, subject_id uuid not null, ${caseKey},
         foreign key (partnership_id, subject_id) references subject (partnership_id, id),
         unique (partnership_id, case_id, subject_id)`,
      ),
      ...partnershipTable(
        'item',
        `case_id uuid not null,
         subject_id uuid not null,
         owner_agency_id uuid not null,
         category text not null,
         fields text[] not null check (cardinality(fields) > 0),
         marking text not null check (marking in ('none', 'victim-safety')),
         existence_shown boolean not null,
         content bytea not null,
         added_by uuid not null,
         ${caseKey},
         foreign key (partnership_id, case_id, subject_id) references case_subject (partnership_id, case_id, subject_id)`,
        { grants: 'select, insert, update' },
      ),
      'create index item_of_referral on item (partnership_id, case_id, created_at, id)',
      ...sharingLinks(),
      ...partnershipTable(
        'referral_state',
        `case_id uuid not null, state text not null, from_at timestamptz(3) not null, to_at timestamptz(3), by_user_id uuid, reason_item_id uuid, ${caseKey},
         foreign key (partnership_id, reason_item_id) references item (partnership_id, id)`,
        { grants: 'select, insert, update' },
      ),
      'create index referral_state_of_referral on referral_state (partnership_id, case_id, from_at)',
      ...partnershipTable(
        'contact',
        `case_id uuid not null, at timestamptz(3) not null, means text not null, reached boolean not null, by_user_id uuid not null, note_item_id uuid not null, ${caseKey},
         foreign key (partnership_id, note_item_id) references item (partnership_id, id)`,
        { grants: 'select, insert' },
      ),
      'create index contact_of_referral on contact (partnership_id, case_id, at)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
