import { APP_ROLE, CURRENT_PARTNERSHIP } from '@concordat/platform-persistence';
import { caseCondition, caseCounts, itemCondition } from '../query/conditions.js';
import { NAMED_READER, namedReader, sessionReader } from '../query/reader.js';
import { Sql, sql } from '../query/sql.js';

/** Work of a service in which nobody reads, and which must look at rows all the same. */
export interface SystemWork {
  /** An event's type, or the name of a timed work: `app.work` of the transaction. */
  name: string;
  /** What it sees besides: the frames of cases, or items (their content stays sealed under the subject's key). */
  sees: 'case' | 'item';
  /** What it needs them for. */
  why: string;
}

const names = (work: readonly SystemWork[], sees: SystemWork['sees']): string =>
  `array[${work.filter((one) => one.sees === sees).map(({ name }) => `'${name.replaceAll("'", "''")}'`).join(', ')}]::text[]`;

/** Names the work that sees rows without a reader, in place of what was named before: a later migration adds to the list with the whole of it. */
export function systemWork(work: readonly SystemWork[]): string[] {
  return [
    `create or replace function sharing_work_sees(what text) returns boolean language sql stable
     return coalesce(current_setting('app.work', true) = any (case what when 'case' then ${names(work, 'case')} when 'item' then ${names(work, 'item')} end), false)`,
  ];
}

const owned = (signature: string, returns: string, body: string, language: 'sql' | 'plpgsql' = 'sql'): string[] => [
  `create or replace function ${signature} returns ${returns} language ${language} stable security definer set search_path = public, pg_temp as $$ ${body} $$`,
  `revoke execute on function ${signature} from public`,
  `grant execute on function ${signature} to ${APP_ROLE}`,
];

/**
 * Answers that are given with the owner's eyes, and what each tells: whether another reader may see one case or item
 * (whom to tell of it), which agencies own what is withheld (law 7), and how many cases the session's reader may see: looking
 * at each of many twice would take longer than everything else of a home page. None tells a row.
 */
function narrowAnswers(): string[] {
  const partnership = new Sql(CURRENT_PARTNERSHIP);
  return [
    ...owned(
      `sharing_shows_case(${NAMED_READER}, asked_case uuid)`, 'boolean',
      sql`select exists (select from "case" c where c.partnership_id = ${partnership} and c.id = asked_case and ${caseCondition(namedReader, 'c')})`.text,
    ),
    ...owned(
      `sharing_shows_item(${NAMED_READER}, asked_item uuid)`, 'boolean',
      sql`select exists (select from item i where i.partnership_id = ${partnership} and i.id = asked_item and ${itemCondition(namedReader, 'i')})`.text,
    ),
    ...owned(
      'sharing_withheld(asked_case uuid)', 'table (owner_agency_id uuid, reason text)',
      sql`select distinct i.owner_agency_id, case when exists (
                   select from ${sessionReader} join sharing_permission p on p.recipient_agency_id = me.agency_id
                    where me.hears and p.partnership_id = i.partnership_id and p.owner_agency_id = i.owner_agency_id and p.purpose = c.purpose and p.category = i.category
                      and p.from_at <= me.at and me.at < p.to_at and (p.all_fields or p.fields && i.fields)) then 'no-consent' else 'no-agreement' end
            from item i join "case" c on c.partnership_id = i.partnership_id and c.id = i.case_id
           where i.partnership_id = ${partnership} and i.case_id = asked_case and i.existence_shown and i.marking = 'none'
             and ${caseCondition(sessionReader, 'c')}
             and exists (select from ${sessionReader} where me.trained and i.owner_agency_id <> me.agency_id)
             and not ${itemCondition(sessionReader, 'i')}
           order by 1, 2`.text,
    ),
    ...owned(
      'sharing_counts_cases()', 'table (state text, count int, own int)',
      `#variable_conflict use_column
       declare
         me sharing_reader;
       begin
         select * into me from ${sessionReader.text};
         return query ${caseCounts(partnership).text};
       end`,
      'plpgsql',
    ),
  ];
}

/**
 * Forced row-level security that gives the policy's answer to a connection which asks for everything: of `item`, the
 * rows of which some field may be seen; of `"case"`, those whose frame may be. It narrows what the partnership's
 * policy lets through, for the role that serves. Who asks, when and what for are settings of the transaction:
 * `app.partnership_id`, `app.membership_id`, `app.user_id`, `app.agency_id`, `app.at`, `app.action`. Where nobody asks,
 * nothing is seen but by work that is named.
 */
export function sharingPolicies(work: readonly SystemWork[]): string[] {
  return [...systemWork(work), ...narrowAnswers(), ...policies()];
}

/** The same in place of what an earlier text made. Who sees without a reader stays as it was. */
export function sharingPoliciesAgain(): string[] {
  const drop = ['item', '"case"'].flatMap((table) => ['sharing', 'sharing_update', 'sharing_delete'].map((policy) => `drop policy ${policy} on ${table}`));
  return [...drop, ...narrowAnswers(), ...policies()];
}

function policies(): string[] {
  // Not "for all": what is written may be what the writer cannot read afterwards. An update or deletion that reads no
  // column would pass a policy for selecting alone.
  const ofTable = (table: string, what: SystemWork['sees'], condition: Sql): string[] => {
    const using = `using ((select sharing_work_sees('${what}')) or ${condition.text})`;
    return [
      `create policy sharing on ${table} as restrictive for select to ${APP_ROLE} ${using}`,
      `create policy sharing_update on ${table} as restrictive for update to ${APP_ROLE} ${using} with check (true)`,
      `create policy sharing_delete on ${table} as restrictive for delete to ${APP_ROLE} ${using}`,
    ];
  };
  return [...ofTable('item', 'item', itemCondition(sessionReader, 'item')), ...ofTable('"case"', 'case', caseCondition(sessionReader, '"case"'))];
}
