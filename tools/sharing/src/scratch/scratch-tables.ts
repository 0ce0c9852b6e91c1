import { partnershipTable } from '@concordat/platform-persistence';
import { sharingLinks, sharingPolicies } from '@concordat/sharing';
import { Migration } from '@mikro-orm/migrations';

/** What a casework service has of its own, as far as the policy looks at it. */
export class ScratchTables extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable('subject', 'kind text not null, sixteenth_birthday date, eighteenth_birthday date'),
      // Each case stands in a state of its own, its id, so that counts by state tell which cases were counted.
      ...partnershipTable('case', 'purpose text not null, owner_agency_id uuid not null, state text not null default gen_random_uuid()::text'),
      ...partnershipTable('case_subject', 'case_id uuid not null, subject_id uuid not null'),
      ...partnershipTable(
        'item',
        `case_id uuid not null,
         subject_id uuid not null,
         owner_agency_id uuid not null,
         category text not null,
         fields text[] not null,
         marking text not null,
         existence_shown boolean not null default false`,
      ),
      // A world is asked as if the registry were heard at every time.
      `insert into registry_heard (at, counts_until) values (now(), 'infinity')`,
      ...sharingLinks(),
      ...sharingPolicies([{ name: 'scratch.frames', sees: 'case', why: 'shown to see frames' }, { name: 'scratch.items', sees: 'item', why: 'shown to see items' }]),
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
