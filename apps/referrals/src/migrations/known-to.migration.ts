import { partnershipTable } from '@concordat/platform-persistence';
import { knownToWordTable, systemWork } from '@concordat/sharing';
import { Migration } from '@mikro-orm/migrations';
import { SYSTEM_WORK } from './system-work.js';

const tokens = [
  ...partnershipTable(
    'search_token',
    `subject_id uuid not null,
     field text not null check (field in ('name', 'date-of-birth')),
     kind text not null,
     token bytea not null,
     foreign key (partnership_id, subject_id) references subject (partnership_id, id) on delete cascade`,
    { grants: 'select, insert, delete' },
  ),
  'create index search_token_found on search_token (partnership_id, token)',
  'create index search_token_of_subject on search_token (partnership_id, subject_id)',
];

/** Being told that somebody asked in casework about a person who was referred, and the tokens by which they are found. */
export class KnownTo extends Migration {
  override up(): void {
    for (const statement of [...tokens, ...knownToWordTable(), ...systemWork(SYSTEM_WORK)]) this.addSql(statement);
  }
}
