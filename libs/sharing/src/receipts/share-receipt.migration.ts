import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';
import { policyHistory } from './policy-history.js';

const receipts = [
  ...partnershipTable(
    'share_receipt',
    `user_id uuid not null,
     membership_id uuid not null,
     agency_id uuid not null,
     owner_agency_id uuid not null,
     case_id uuid not null,
     subject_id uuid not null,
     item_id uuid not null,
     item_version integer not null,
     category text not null,
     action text not null check (action in ('read', 'export')),
     fields text[] not null check (cardinality(fields) > 0),
     reasons text[] not null check (cardinality(reasons) > 0),
     said bytea not null,
     at timestamptz(3) not null,
     day date not null,
     rests_on jsonb not null,
     snapshot pg_snapshot not null default pg_current_snapshot(),
     written_xid xid8 not null default pg_current_xact_id(),
     written_at timestamptz not null default clock_timestamp(),
     check (agency_id <> owner_agency_id),
     unique (partnership_id, user_id, item_id, item_version, action, day, said)`,
    { grants: 'select, insert' },
  ),
  'create index share_receipt_of_subject on share_receipt (partnership_id, subject_id, at desc, id desc)',
  'create index share_receipt_of_owner on share_receipt (partnership_id, owner_agency_id, at desc, id desc)',
];

/**
 * The versions of the rows that a permit rests on, as `kind/id` → version: the item, its case and subject, the reader's
 * membership, both agencies, their place in the circle, and what the reasons name. Stable: it sees what its statement sees.
 */
const restsOn = `
create function sharing_rests_on(partnership uuid, item uuid, item_case uuid, subject uuid, owner uuid, membership uuid, who uuid, agency uuid, reasons text[])
returns jsonb language plpgsql stable as $$
begin
  return (
    with named (kind, id) as (
      values ('item', $2), ('case', $3), ('subject', $4), ('membership_projection', $6)
      union all
      select case split_part(reason, ':', 1) when 'term' then 'agreement_projection' else split_part(reason, ':', 1) end,
             split_part(split_part(reason, ':', 2), '/', 1)::uuid
        from unnest($9) reason where reason <> 'own'
    ), found as (
      select h.kind, h.row_id, h.row_version from named n
        join sharing_history h on h.partnership_id = $1 and h.kind = n.kind and h.row_id = n.id and h.until is null
      union
      select h.kind, h.row_id, h.row_version from sharing_history h
       where h.partnership_id = $1 and h.kind = 'agency_projection' and h.about in ($5, $8) and h.until is null
      union
      select h.kind, h.row_id, h.row_version from sharing_history h
       where h.partnership_id = $1 and h.kind = 'circle_entry' and h.about = $3 and h.was ->> 'agency_id' = $8::text and h.until is null
      union
      select h.kind, h.row_id, h.row_version from sharing_history h
       where h.partnership_id = $1 and h.kind = 'item_reader' and h.about = $2 and h.was ->> 'user_id' = $7::text and h.until is null
    )
    select jsonb_object_agg(kind || '/' || row_id, row_version) from found
  );
end $$`;

/** Share receipts, and the history from which each can be replayed. Runs after a service has made its own tables. */
export class ShareReceipts extends Migration {
  override up(): void {
    for (const statement of [...policyHistory(), ...receipts, restsOn]) this.addSql(statement);
  }
}
