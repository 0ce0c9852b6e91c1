import { systemWork } from '@concordat/sharing';
import { Migration } from '@mikro-orm/migrations';
import { SYSTEM_WORK } from './system-work.js';

/** What a change of an agreement would open and close is counted over items that the asker need not be able to read. */
export class WhatIfWork extends Migration {
  override up(): void {
    for (const statement of systemWork(SYSTEM_WORK)) this.addSql(statement);
  }
}
