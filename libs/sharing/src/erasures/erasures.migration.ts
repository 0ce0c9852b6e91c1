import { APP_ROLE, CURRENT_PARTNERSHIP, partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

const asOwner = (signature: string, returns: string, kind: string, body: string): string[] => [
  `create function ${signature} returns ${returns} ${kind} security definer set search_path = public, pg_temp as $$ ${body} $$`,
  `revoke execute on function ${signature} from public`,
  `grant execute on function ${signature} to ${APP_ROLE}`,
];

/**
 * Why a person cannot be erased for an agency. With the owner's eyes: who looks after erasing sees no frame of a case. It
 * tells that another agency answers for them too, and neither which nor on what case.
 */
const hindered = asOwner(
  'erasing_hindered(person uuid, agency uuid)', 'text', 'language sql stable',
  `select case when bool_or(c.owner_agency_id = agency and c.closed_at is null and c.state not in ('declined', 'redirected')) then 'case-open' when bool_or(c.owner_agency_id <> agency) then 'others-answer-too' end
     from case_subject s join "case" c on c.partnership_id = s.partnership_id and c.id = s.case_id
    where s.partnership_id = ${CURRENT_PARTNERSHIP} and s.subject_id = person`,
);

/**
 * Removes what no key seals of a person: the tokens by which they, and those who must never learn of them, are found, and
 * the two birthdays, which say when they were born, in every version that is remembered.
 */
const erase = asOwner(
  'erase_person(person uuid, at timestamptz)', 'void', 'language plpgsql',
  `declare here uuid := ${CURRENT_PARTNERSHIP};
   begin
     delete from search_token where partnership_id = here and subject_id = person;
     delete from near_match m using registered_person p where p.partnership_id = here and p.subject_id = person and m.partnership_id = here and m.person_id = p.id;
     delete from registered_name n using registered_person p where p.partnership_id = here and p.subject_id = person and n.partnership_id = here and n.person_id = p.id;
     update subject set sixteenth_birthday = null, eighteenth_birthday = null, erased_at = coalesce(erased_at, at), version = version + 1, updated_at = at
      where partnership_id = here and id = person;
     update sharing_history set was = was || '{"sixteenth_birthday": null, "eighteenth_birthday": null}'
      where partnership_id = here and kind = 'subject' and row_id = person;
     delete from history where partnership_id = here and kind = 'subject' and row_id = person;
   end`,
);

/** Who asked that a person be erased, on what ground, what a second person decided, and how it is done. */
export class ErasureTables extends Migration {
  override up(): void {
    const statements = [
      'alter table subject add column erased_at timestamptz(3)',
      ...partnershipTable(
        'erasure',
        `case_id uuid not null,
         subject_id uuid not null,
         agency_id uuid not null,
         ground text not null,
         reference text,
         asked_by uuid,
         hold text,
         decided_by uuid,
         decided_at timestamptz(3),
         check (decided_by is null or asked_by is null or decided_by <> asked_by),
         check (hold is null or decided_by is not null),
         check ((decided_by is null) = (decided_at is null)),
         foreign key (partnership_id, case_id) references "case" (partnership_id, id),
         foreign key (partnership_id, subject_id) references subject (partnership_id, id)`,
        { grants: 'select, insert, update' },
      ),
      'create index erasure_of_agency on erasure (partnership_id, agency_id, id)',
      'create unique index erasure_once on erasure (partnership_id, subject_id) where decided_by is null',
      ...hindered,
      ...erase,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
