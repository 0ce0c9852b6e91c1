import { partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';

/** What was published of a period once it had ended: from then on it stands, whatever is recorded later. */
export class PublishedFigures extends Migration {
  override up(): void {
    const statements = partnershipTable(
      'published_period',
      `starts_on date not null,
       ends_on date not null,
       tallies jsonb not null,
       unique (partnership_id, starts_on, ends_on)`,
      { grants: 'select, insert' },
    );
    for (const statement of statements) this.addSql(statement);
  }
}
