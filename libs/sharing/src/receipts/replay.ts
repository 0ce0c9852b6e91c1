import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { decide, purposeOf, type Decision } from '../policy/decide.js';
import { instantOf } from '../policy/time.js';
import type { Action } from '../policy/vocabulary.js';
import { AS_THEN, rowsThatBear } from './rows-that-bear.js';
import { worldOfRows } from './world-of-rows.js';

export interface Replayed {
  /** What the policy answers on the rows as they were. */
  answer: Decision;
  /** That the receipt says the same: decision, fields, reasons, and the versions that it rests on. */
  agrees: boolean;
}

interface ReceiptRow {
  partnership_id: string;
  user_id: string;
  membership_id: string;
  item_id: string;
  case_id: string;
  action: Action;
  fields: string[];
  reasons: string[];
  rests_on: Record<string, number>;
  at: Date;
}

/** Asks the policy in memory again what a receipt says was permitted, of the rows as the receipt's statement saw them. */
@Injectable()
export class Replays {
  constructor(private readonly database: Database) {}

  /** Inside the open transaction; null when there is no such receipt in its partnership. */
  async replay(partnershipId: string, receiptId: string): Promise<Replayed | null> {
    const [receipt] = await this.database.em.execute<ReceiptRow[]>(
      `select partnership_id, user_id, membership_id, item_id, case_id, action, fields, reasons, rests_on, at from share_receipt where partnership_id = ? and id = ?`,
      [partnershipId, receiptId],
    );
    if (receipt === undefined) return null;
    const reading = { partnershipId, userId: receipt.user_id, membershipId: receipt.membership_id, itemId: receipt.item_id, caseId: receipt.case_id };
    const rows = await rowsThatBear(this.database, reading, AS_THEN, receiptId);
    const world = worldOfRows(rows);
    const purpose = purposeOf(world, receipt.item_id);
    if (purpose === undefined) return { answer: { decision: 'deny', fields: [], reasons: ['no-agreement'] }, agrees: false };
    const answer = decide(world, { user: receipt.user_id, action: receipt.action, item: receipt.item_id, purpose, at: instantOf(new Date(receipt.at)) });
    const versions = new Map(rows.map((row) => [`${row.kind}/${row.row_id}`, row.row_version]));
    const rested = Object.entries(receipt.rests_on).every(([row, version]) => versions.get(row) === version);
    return { answer, agrees: rested && answer.decision === 'permit' && same(answer.fields, receipt.fields) && same(answer.reasons, receipt.reasons) };
  }
}

const same = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((value, index) => value === other[index]);
