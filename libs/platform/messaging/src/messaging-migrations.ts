import { APP_ROLE, CURRENT_PARTNERSHIP, openTable, RELAY_ROLE } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

const OF_PARTNERSHIP_OR_NONE = `partnership_id is not distinct from ${CURRENT_PARTNERSHIP}`;

/** Outbox, inbox and dead letters. */
export class MessagingTables extends Migration {
  override up(): void {
    const statements = [
      ...openTable(
        'outbox',
        `id uuid primary key,
         type text not null,
         partnership_id uuid,
         aggregate_id uuid not null,
         version integer,
         occurred_at timestamptz(3) not null,
         actor jsonb,
         trace text not null,
         payload jsonb not null,
         created_at timestamptz(3) not null default now()`,
        { [APP_ROLE]: 'insert', [RELAY_ROLE]: 'select, delete' },
      ),
      'create index outbox_by_age on outbox (created_at)',
      ...openTable(
        'outbox_delivery',
        `event_id uuid not null references outbox (id) on delete cascade,
         consumer text not null,
         due_at timestamptz(3) not null default now(),
         sendings integer not null default 0,
         sent_at timestamptz(3),
         acked_at timestamptz(3),
         primary key (event_id, consumer)`,
        { [APP_ROLE]: 'insert', [RELAY_ROLE]: 'select, update' },
      ),
      'create index outbox_delivery_due on outbox_delivery (due_at, event_id) where acked_at is null',
      `create function notify_outbox() returns trigger language plpgsql as $$ begin perform pg_notify('outbox', ''); return null; end $$`,
      'create trigger notify_outbox after insert on outbox for each statement execute function notify_outbox()',
      ...openTable(
        'inbox',
        `consumer text not null,
         event_id uuid not null,
         received_at timestamptz(3) not null default now(),
         primary key (consumer, event_id)`,
        { [APP_ROLE]: 'select, insert' },
      ),
      ...openTable(
        'applied_version',
        `consumer text not null,
         type text not null,
         aggregate_id uuid not null,
         version integer not null,
         primary key (consumer, type, aggregate_id)`,
        { [APP_ROLE]: 'select, insert, update' },
      ),
      `create table dead_letter (
         id uuid primary key,
         partnership_id uuid,
         source text not null check (source in ('event', 'work')),
         type text not null,
         data jsonb not null,
         code text not null,
         explanation text not null,
         attempts integer not null,
         trace text not null,
         failed_at timestamptz not null default now(),
         sent_again_at timestamptz(3),
         sent_again_by uuid,
         settled_at timestamptz(3))`,
      'create index dead_letter_open on dead_letter (failed_at desc, id desc) where settled_at is null',
      'alter table dead_letter enable row level security',
      'alter table dead_letter force row level security',
      `create policy partnership on dead_letter using (${OF_PARTNERSHIP_OR_NONE}) with check (${OF_PARTNERSHIP_OR_NONE})`,
      `grant select, insert, update on dead_letter to ${APP_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** The relay's role may delete what is done with, and count what waits; of a dead letter it sees no more than its times. */
export class MessagingRetention extends Migration {
  override up(): void {
    const statements = [
      'create index inbox_by_age on inbox (received_at)',
      'create index dead_letter_settled on dead_letter (settled_at) where settled_at is not null',
      `grant select, delete on inbox to ${RELAY_ROLE}`,
      `create policy retention on dead_letter for select to ${RELAY_ROLE} using (true)`,
      `create policy retention_delete on dead_letter for delete to ${RELAY_ROLE} using (settled_at is not null)`,
      `grant select (id, settled_at), delete on dead_letter to ${RELAY_ROLE}`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** Where an event stands in the trace of the request that wrote it (W3C Trace Context); null where no traces are kept. */
export class TracesOfEvents extends Migration {
  override up(): void {
    this.addSql('alter table outbox add column traceparent text');
  }
}

/** An administrator sees how many of their partnership's messages wait, and of no other's. */
export class MessagesWaiting extends Migration {
  override up(): void {
    this.addSql(
      `create function messages_waiting() returns table (consumer text, type text, count integer, since timestamptz)
       language sql stable security definer set search_path = pg_catalog, public as $$
         select d.consumer, o.type, count(*)::integer, min(o.created_at)
           from public.outbox_delivery d join public.outbox o on o.id = d.event_id
          where d.acked_at is null and o.partnership_id = ${CURRENT_PARTNERSHIP}
          group by d.consumer, o.type $$`,
    );
    this.addSql('revoke all on function messages_waiting() from public');
    this.addSql(`grant execute on function messages_waiting() to ${APP_ROLE}`);
  }
}

/** Migrations of the tables that this library brings; a service lists them after the platform's. */
export const messagingMigrations = [MessagingTables, MessagingRetention, TracesOfEvents, MessagesWaiting];
