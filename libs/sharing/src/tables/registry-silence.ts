import { APP_ROLE, openTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';
import { ACTIONS, OWN_ROLES, SHARING_ROLES, VICTIM_SAFETY_ROLE } from '../policy/vocabulary.js';
import { array } from './functions.js';

/** As `sharing_reader` was, with `hears`: whether the service has heard from partnership-registry lately enough, by the database's clock. */
const readerThatHears = `
create or replace function sharing_reader(partnership uuid, membership uuid, who uuid, agency uuid, at timestamptz, action text)
returns sharing_reader language plpgsql stable as $$
declare
  me sharing_reader;
begin
  if not coalesce(action = any (${array(ACTIONS)}) and at is not null, false) then
    return null;
  end if;
  select m.user_id, m.agency_id, $5, $6 = 'export',
         m.active and coalesce(a.active, true) and coalesce(p.active, true),
         jsonb_exists_any(m.roles, ${array(SHARING_ROLES)}),
         jsonb_exists_any(m.roles, ${array(OWN_ROLES)}),
         jsonb_exists(m.roles, '${VICTIM_SAFETY_ROLE}'),
         coalesce($5 < sharing_midnight(m.training_valid_to), false),
         array(select r.subject_id from related_subject r where r.partnership_id = $1 and r.user_id = $3
               union
               select n.subject_id from must_not_receive n
                where n.partnership_id = $1 and (n.user_id = $3 or n.agency_id = $4) and n.from_at <= $5 and (n.to_at is null or $5 < n.to_at)),
         array(select x.case_id from case_exclusion x where x.partnership_id = $1 and x.user_id = $3),
         exists (select from registry_heard h where now() < h.counts_until)
    into me
    from membership_projection m
    left join agency_projection a on a.partnership_id = m.partnership_id and a.agency_id = m.agency_id
    left join partnership_projection p on p.id = m.partnership_id
   where m.partnership_id = $1 and m.id = $2 and m.user_id = $3 and m.agency_id = $4;
  return me;
end $$`;

/**
 * A service that has not heard from the registry answers by Own alone: an agreement may have been suspended, or
 * somebody have left, of which it does not know. One row says until when what was heard counts; without it nothing
 * was heard yet.
 */
export class RegistrySilence extends Migration {
  override up(): void {
    const statements = [
      ...openTable(
        'registry_heard',
        'single boolean primary key default true check (single), at timestamptz(3) not null, counts_until timestamptz(3) not null, check (counts_until >= at)',
        { [APP_ROLE]: 'select, insert, update' },
      ),
      'alter type sharing_reader add attribute hears boolean',
      readerThatHears,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
