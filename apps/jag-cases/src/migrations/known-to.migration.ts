import { partnershipTable } from '@concordat/platform-persistence';
import { knownToWordTable, systemWork } from '@concordat/sharing';
import { Migration } from '@mikro-orm/migrations';
import { SYSTEM_WORK } from './system-work.js';

const ask = [
  ...partnershipTable(
    'known_to_ask',
    `case_id uuid not null,
     subject_id uuid not null,
     user_id uuid not null,
     agency_id uuid not null,
     purpose text not null,
     asked_at timestamptz(3) not null,
     why bytea not null,
     reviewed_at timestamptz(3),
     reviewed_by_user_id uuid,
     outcome text check (outcome in ('justified', 'not-needed', 'misuse')),
     review bytea,
     check (num_nonnulls(reviewed_at, reviewed_by_user_id, outcome, review) in (0, 4)),
     check (reviewed_by_user_id <> user_id),
     foreign key (partnership_id, case_id) references "case" (partnership_id, id) on delete cascade,
     foreign key (partnership_id, subject_id) references subject (partnership_id, id) on delete cascade`,
    { grants: 'select, insert, update' },
  ),
  'create index known_to_ask_of_user on known_to_ask (partnership_id, user_id, asked_at)',
  'create index known_to_ask_of_agency on known_to_ask (partnership_id, agency_id, asked_at, id)',
  'create index known_to_ask_of_case on known_to_ask (partnership_id, case_id)',
];

/** Asking whether a person is known to others, and being told that somebody asked. */
export class KnownTo extends Migration {
  override up(): void {
    for (const statement of [...ask, ...knownToWordTable(), ...systemWork(SYSTEM_WORK)]) this.addSql(statement);
  }
}
