import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** Statements over the rows of every partnership: the owner of a table is not kept from them while its security is not forced. */
const unforced = (table: string, statements: readonly string[]): string[] => [
  `alter table ${table} no force row level security`, ...statements, `alter table ${table} force row level security`,
];

/** Whom to telephone at an agency, whether it is a health or social care authority, and what an upgrade still has to tell the other services. */
export class AgencyDuties extends Migration {
  override up(): void {
    const statements = [
      'alter table agency_place add column duty_contact text, add column health_or_social_care boolean not null default false',
      // What the migration before this one meant to set: forced row-level security shows a migration, which has no partnership, no row.
      ...unforced('reference_entry', [
        `update reference_entry set health_or_social_care = true where list = 'agency-kinds' and code in ('health', 'childrens-services', 'adult-services')`,
      ]),
      ...unforced('agreement', [
        `update agreement set
           parties = coalesce((select jsonb_agg(jsonb_build_object('agencyId', agency, 'contact', null, 'signatory', null))
                                 from (select distinct s ->> 'agencyId' as agency from jsonb_array_elements(signatures) s) signed), '[]'),
           purposes = coalesce((select array_agg(distinct t ->> 'purpose') from jsonb_array_elements(terms) t), '{}')
         where parties = '[]' and purposes = '{}'`,
        `update agreement set terms = coalesce((select jsonb_agg('{"conditions": {"specialCategory": null, "criminalOffence": null}}' || t order by (t ->> 'number')::int)
                                                  from jsonb_array_elements(terms) t), '[]')
          where exists (select from jsonb_array_elements(terms) t where not jsonb_exists(t, 'conditions'))`,
      ]),
      ...partnershipTable('told_since', 'what text not null, unique (partnership_id, what)', { grants: 'select, insert' }),
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
