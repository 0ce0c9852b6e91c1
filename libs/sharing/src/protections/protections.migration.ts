import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

const subjectKey = 'foreign key (partnership_id, subject_id) references subject (partnership_id, id) on delete cascade';

/** Who is kept from people, cases and items: why, by whom, and those in the register who have no account. */
export class Protections extends Migration {
  override up(): void {
    const statements = [
      'alter table must_not_receive add column why bytea, add column added_by uuid',
      'alter table case_exclusion add column why bytea, add column added_by uuid',
      'alter table related_subject add column case_reference text',
      ...partnershipTable(
        'registered_person',
        `subject_id uuid not null,
         name bytea not null,
         relation text not null,
         from_at timestamptz(3) not null,
         to_at timestamptz(3),
         why bytea,
         added_by uuid,
         check (to_at is null or to_at >= from_at),
         ${subjectKey}`,
        { grants: 'select, insert, update' },
      ),
      'create index registered_person_of_subject on registered_person (partnership_id, subject_id)',
      ...partnershipTable(
        'registered_name',
        `person_id uuid not null,
         word integer not null,
         kind text not null check (kind in ('exact', 'phonetic')),
         token bytea not null,
         foreign key (partnership_id, person_id) references registered_person (partnership_id, id) on delete cascade`,
        { grants: 'select, insert, delete' },
      ),
      'create index registered_name_found on registered_name (partnership_id, token)',
      ...partnershipTable(
        'staff_name',
        `user_id uuid not null,
         word integer not null,
         kind text not null check (kind in ('exact', 'phonetic')),
         token bytea not null`,
        { grants: 'select, insert, delete' },
      ),
      'create index staff_name_found on staff_name (partnership_id, token)',
      'create index staff_name_of_user on staff_name (partnership_id, user_id)',
      ...partnershipTable(
        'near_match',
        `person_id uuid not null,
         user_id uuid not null,
         likeness text not null check (likeness in ('spelling', 'relative')),
         answer text check (answer in ('kept', 'let')),
         answered_by uuid,
         foreign key (partnership_id, person_id) references registered_person (partnership_id, id) on delete cascade,
         unique (partnership_id, person_id, user_id)`,
        { grants: 'select, insert, update' },
      ),
      ...partnershipTable(
        'named_reader_request',
        `item_id uuid not null,
         user_id uuid not null,
         why bytea not null,
         asked_by uuid not null,
         decision text check (decision in ('confirmed', 'refused')),
         decided_by uuid,
         check (decided_by is null or decided_by <> asked_by),
         check (decided_by is null or decided_by <> user_id),
         foreign key (partnership_id, item_id) references item (partnership_id, id) on delete cascade`,
        { grants: 'select, insert, update' },
      ),
      'create index named_reader_request_of_item on named_reader_request (partnership_id, item_id)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
