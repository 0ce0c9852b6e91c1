import { itemPage, readableCases, sql, type ReaderQuestion, type Sql } from '@concordat/sharing';

/** A question whose values are the words by which the functions below know them. */
const WORDS = { partnershipId: 'asking.partnership_id', userId: 'asking.user_id', membershipId: 'asking.membership_id', agencyId: 'asking.agency_id', action: 'asking.action', at: 'asking.at' };
const question: ReaderQuestion = { ...WORDS, action: 'read', at: new Date(0) };
/** More than any scenario has: the page is of everything. */
const MOST = 1_000_000;

/** The text as a service sends it, with an asking's values where it has parameters. */
function inLoop({ text, values }: Sql): string {
  const words = values.map((value) => (value === question.action ? WORDS.action : value === question.at.toISOString() ? WORDS.at : String(value)));
  return text.replaceAll('?', () => words.shift() ?? 'null');
}

const forEach = (body: string): string => `#variable_conflict use_column
declare
  asking record;
begin
  for asking in select * from jsonb_to_recordset($1) as one (number int, partnership_id uuid, user_id uuid, membership_id uuid, agency_id uuid, action text, at timestamptz) loop
    ${body}
  end loop;
end`;

const page = inLoop(itemPage(question, { where: sql`true`, orderBy: sql`i.id`, limit: MOST }));
const cases = inLoop(sql`select c.id from "case" c where c.partnership_id = ${question.partnershipId}::uuid and ${readableCases(question, 'c')}`);
const settings = ['partnership_id', 'user_id', 'membership_id', 'agency_id', 'action', 'at'];

/**
 * Functions that ask many questions in one statement, whose way to the server and back would take longer than the answer:
 * `scratch_pages` and `scratch_cases` by the statements that serve lists, word for word; `scratch_everything` without any
 * condition, in a session of the reader's, and how many cases are counted in it.
 */
export const askingFunctions: readonly string[] = [
  // The policy's view of cases looks with its owner's eyes, who sees one partnership at a time.
  `create function scratch_pages(jsonb) returns table (asked int, item uuid, seen_fields text[], seen_reasons text[]) language plpgsql as $function$ ${forEach(`
    perform set_config('app.partnership_id', asking.partnership_id::text, true);
    return query select asking.number, page.id, page.readable_fields, page.readable_reasons from (${page}) page;`)} $function$`,
  `create function scratch_cases(jsonb) returns table (asked int, shown uuid) language plpgsql as $function$ ${forEach(`
    perform set_config('app.partnership_id', asking.partnership_id::text, true);
    return query select asking.number, listed.id from (${cases}) listed;`)} $function$`,
  `create function scratch_everything(jsonb) returns table (asked int, kind text, shown uuid) language plpgsql as $function$ ${forEach(`
    ${settings.map((key) => `perform set_config('app.${key}', asking.${key}::text, true);`).join('\n    ')}
    return query select asking.number, 'item', i.id from item i;
    return query select asking.number, 'case', c.id from "case" c;
    return query select asking.number, s.count || ' counted, own ' || s.own, s.state::uuid from sharing_counts_cases() s;`)} $function$`,
];
