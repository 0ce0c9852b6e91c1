import { Migration } from '@mikro-orm/migrations';
import { partnershipTable } from '@concordat/platform-persistence';

const grants = { grants: 'select, insert, update' };

/** Reference lists, forums, agreements and the directory of services. */
export class WorkingTogether extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable(
        'reference_entry',
        `list text not null,
         code text not null,
         name text not null,
         valid_from date not null,
         valid_to date,
         position integer not null,
         foreign key (partnership_id) references partnership (id),
         unique (partnership_id, list, code),
         check (valid_to >= valid_from)`,
        grants,
      ),

      ...partnershipTable(
        'forum',
        `code text not null,
         reference_prefix text not null,
         name text not null,
         purpose text not null,
         subject_kinds text[] not null,
         minimum_age integer,
         maximum_age integer,
         criteria jsonb not null,
         owner_agency_id uuid not null,
         core_agency_ids uuid[] not null,
         agenda_days integer not null,
         active boolean not null,
         foreign key (partnership_id, owner_agency_id) references agency_place (partnership_id, agency_id),
         constraint forum_code unique (partnership_id, code),
         constraint forum_prefix unique (partnership_id, reference_prefix)`,
        grants,
      ),

      // Signatures and terms are read and written as one with their agreement, whose version covers them.
      ...partnershipTable(
        'agreement',
        `name text not null,
         status text not null,
         valid_from date not null,
         valid_to date not null,
         signatures jsonb not null,
         terms jsonb not null,
         foreign key (partnership_id) references partnership (id),
         check (valid_to > valid_from)`,
        grants,
      ),

      ...partnershipTable(
        'directory_service',
        `name text not null,
         provider_agency_id uuid not null,
         kind text not null,
         purpose text not null,
         description text not null,
         minimum_age integer,
         maximum_age integer,
         acknowledge_hours integer not null,
         first_contact_hours integer not null,
         signpost text,
         active boolean not null,
         foreign key (partnership_id, provider_agency_id) references agency_place (partnership_id, agency_id)`,
        grants,
      ),
      ...['forum', 'agreement', 'directory_service'].map((table) => `create index ${table}_by_name on ${table} (partnership_id, name, id)`),
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
