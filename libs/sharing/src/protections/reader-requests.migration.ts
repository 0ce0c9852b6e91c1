import { Migration } from '@mikro-orm/migrations';

/** The tables that the migration itself has to read and write, whose policies let nobody without a scope see a row. */
const TOUCHED = ['item', 'named_reader_request'];

/**
 * A request that somebody may read a marked item says whose item it is, of which case and kind: so information governance of
 * that agency can be the second person, and be told what it decides on, without a way to the item itself.
 */
export class ReaderRequestsOfAgency extends Migration {
  override up(): void {
    this.addSql('alter table named_reader_request add column agency_id uuid, add column case_id uuid, add column subject_id uuid, add column category text');
    for (const table of TOUCHED) this.addSql(`alter table ${table} no force row level security`);
    this.addSql(
      `update named_reader_request q set agency_id = i.owner_agency_id, case_id = i.case_id, subject_id = i.subject_id, category = i.category
         from item i where i.partnership_id = q.partnership_id and i.id = q.item_id`,
    );
    for (const table of TOUCHED) this.addSql(`alter table ${table} force row level security`);
    this.addSql('create index named_reader_request_waiting on named_reader_request (partnership_id, agency_id) where decision is null');
  }
}
