import { APP_ROLE, partnershipTable, protectByPartnership } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** A table of a partnership whose rows keep their own past, or are copies of what another service keeps: neither version nor history. */
function plainTable(name: string, columns: string): string[] {
  return [
    `create table ${name} (partnership_id uuid not null, ${columns})`,
    ...protectByPartnership(name),
    `grant select, insert, update, delete on ${name} to ${APP_ROLE}`,
  ];
}

/** Measures, areas, observations and what brought them. */
export class IndicatorTables extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable(
        'measure',
        `code text not null,
         name text not null,
         unit text not null check (unit in ('count', 'rate', 'percentage', 'money', 'score')),
         polarity text not null check (polarity in ('lower', 'higher', 'context')),
         source text not null,
         tolerance double precision check (tolerance >= 0),
         unique (partnership_id, code)`,
      ),
      ...partnershipTable('area', `code text not null, name text not null, unique (partnership_id, code)`),
      ...partnershipTable(
        'import_run',
        `kind text not null,
         file_name text not null,
         rows integer not null,
         added integer not null,
         restated integer not null,
         unchanged integer not null`,
        { grants: 'select, insert' },
      ),
      ...plainTable(
        'observation',
        `id uuid primary key default uuidv7(),
         measure_id uuid not null,
         area_id uuid not null,
         period_start date not null,
         period_end date not null check (period_end > period_start),
         stream text not null,
         value double precision not null,
         numerator double precision,
         denominator double precision,
         status text not null check (status in ('provisional', 'final', 'restated')),
         note text not null,
         import_id uuid not null,
         replaced_at timestamptz(3),
         replaced_by uuid,
         foreign key (partnership_id, measure_id) references measure (partnership_id, id),
         foreign key (partnership_id, area_id) references area (partnership_id, id),
         foreign key (partnership_id, import_id) references import_run (partnership_id, id),
         foreign key (partnership_id, replaced_by) references import_run (partnership_id, id),
         check ((replaced_at is null) = (replaced_by is null))`,
      ),
      `create unique index observation_present on observation (partnership_id, measure_id, area_id, period_start, period_end, stream) where replaced_at is null`,
      'create index observation_past on observation (partnership_id, measure_id, area_id) where replaced_at is not null',
      'create index observation_of_stream on observation (partnership_id, stream, period_start) where replaced_at is null',
      ...partnershipTable(
        'published_mark',
        `measure_id uuid not null,
         area_id uuid not null,
         comparison text not null,
         outcome text,
         outcome_rag text,
         arrow text,
         convention text not null check (convention in ('movement', 'travel')),
         progress text,
         quartile text,
         unique (partnership_id, measure_id, area_id, comparison),
         foreign key (partnership_id, measure_id) references measure (partnership_id, id),
         foreign key (partnership_id, area_id) references area (partnership_id, id)`,
      ),
      ...partnershipTable(
        'planned_action',
        `code text not null,
         priority text not null,
         theme text not null,
         action text not null,
         owners jsonb not null,
         end_date date,
         impact text not null,
         unique (partnership_id, code)`,
      ),
      ...plainTable('column_meaning', `kind text not null, header text not null, meaning text not null, primary key (partnership_id, kind, header)`),
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** What casework tells in events, and what is counted from it. */
export class CaseworkTables extends Migration {
  override up(): void {
    const statements = [
      ...plainTable(
        'forum_projection',
        `id uuid not null, code text not null, name text not null, owner_agency_id uuid not null, active boolean not null, primary key (partnership_id, id)`,
      ),
      ...plainTable(
        'case_fact',
        `id uuid not null,
         forum_code text not null,
         owner_agency_id uuid not null,
         nominated_at timestamptz(3) not null,
         accepted_at timestamptz(3),
         closed_at timestamptz(3),
         positive boolean,
         primary key (partnership_id, id)`,
      ),
      ...plainTable(
        'referral_fact',
        `id uuid not null,
         case_id uuid,
         requested_at timestamptz(3) not null,
         first_contact_at timestamptz(3),
         primary key (partnership_id, id)`,
      ),
      ...plainTable(
        'action_fact',
        `id uuid not null,
         case_id uuid not null,
         state text not null,
         due date not null,
         finished_at timestamptz(3),
         primary key (partnership_id, id)`,
      ),
      // Derived from the facts alone: emptied and filled again by the command "rebuild".
      ...plainTable(
        'casework_count',
        `measure text not null,
         source_id uuid not null,
         case_id uuid,
         counted_from date not null,
         counted_to date not null check (counted_to > counted_from),
         amount double precision not null,
         primary key (partnership_id, measure, source_id)`,
      ),
      'create index casework_count_in_time on casework_count (partnership_id, measure, counted_from, counted_to)',
      'create index casework_count_of_source on casework_count (partnership_id, source_id)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
