import { systemWork, tokensByItem } from '@concordat/sharing';
import { Migration } from '@mikro-orm/migrations';
import { SYSTEM_WORK } from './system-work.js';

/** People are found by every item that names them, and by those alone that the one who looks may read. */
export class PeopleByItem extends Migration {
  override up(): void {
    for (const statement of [...tokensByItem(), ...systemWork(SYSTEM_WORK)]) this.addSql(statement);
  }
}
