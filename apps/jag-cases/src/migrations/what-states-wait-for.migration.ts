import { Migration } from '@mikro-orm/migrations';

/** A state's date (by when an answer is expected, until when a case is held or monitored) and the agencies that it waits for. */
export class WhatStatesWaitFor extends Migration {
  override up(): void {
    this.addSql(`alter table case_state add column until date, add column agency_ids jsonb not null default '[]'`);
  }
}
