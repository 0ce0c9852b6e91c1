import { Migration } from '@mikro-orm/migrations';

/** Agreements with all their parts and versions. What was there before names its parties by its signatures, and nobody for them. */
export class WholeAgreements extends Migration {
  override up(): void {
    const statements = [
      `alter table agreement
         add column parties jsonb not null default '[]',
         add column purposes text[] not null default '{}',
         add column aim text not null default '',
         add column policy_document text not null default '',
         add column impact_assessment text not null default '',
         add column retention text not null default '',
         add column security text not null default '',
         add column rights text not null default '',
         add column review_on date,
         add column edition integer not null default 1 check (edition > 0),
         add column supersedes uuid,
         add foreign key (partnership_id, supersedes) references agreement (partnership_id, id),
         add check (supersedes <> id)`,
      `create unique index agreement_open_edition on agreement (partnership_id, supersedes) where status in ('draft', 'in-review')`,
      `update agreement set
         parties = coalesce((select jsonb_agg(jsonb_build_object('agencyId', agency, 'contact', null, 'signatory', null))
                               from (select distinct s ->> 'agencyId' as agency from jsonb_array_elements(signatures) s) signed), '[]'),
         purposes = coalesce((select array_agg(distinct t ->> 'purpose') from jsonb_array_elements(terms) t), '{}'),
         terms = coalesce((select jsonb_agg(t || '{"conditions": {"specialCategory": null, "criminalOffence": null}}' order by (t ->> 'number')::int)
                             from jsonb_array_elements(terms) t), '[]')`,
      'alter table reference_entry add column health_or_social_care boolean not null default false',
      `update reference_entry set health_or_social_care = true where list = 'agency-kinds' and code in ('health', 'childrens-services', 'adult-services')`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
