import { Migration } from '@mikro-orm/migrations';
import { partnershipTable } from '@concordat/platform-persistence';

/** Meetings of forums, who was there, and what was decided about which case. */
export class Meetings extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable(
        'meeting',
        `forum_code text not null,
         at timestamptz(3) not null,
         place text not null,
         state text not null,
         agenda_due date not null,
         confidentiality_read_at timestamptz(3),
         foreign key (partnership_id, forum_code) references forum (partnership_id, code)`,
        { grants: 'select, insert, update' },
      ),
      'create index meeting_by_time on meeting (partnership_id, at, id)',
      ...partnershipTable(
        'attendance',
        `meeting_id uuid not null,
         agency_id uuid not null,
         present boolean not null,
         agreed boolean not null,
         foreign key (partnership_id, meeting_id) references meeting (partnership_id, id),
         unique (partnership_id, meeting_id, agency_id)`,
        { grants: 'select, insert, update' },
      ),
      ...partnershipTable(
        'agenda_entry',
        `meeting_id uuid not null,
         case_id uuid not null,
         kind text not null,
         late boolean not null,
         decision_item_id uuid,
         decided_at timestamptz(3),
         foreign key (partnership_id, meeting_id) references meeting (partnership_id, id),
         foreign key (partnership_id, case_id) references "case" (partnership_id, id),
         foreign key (partnership_id, decision_item_id) references item (partnership_id, id),
         unique (partnership_id, meeting_id, case_id)`,
        { grants: 'select, insert, update' },
      ),
      'alter table action add foreign key (partnership_id, meeting_id) references meeting (partnership_id, id)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
