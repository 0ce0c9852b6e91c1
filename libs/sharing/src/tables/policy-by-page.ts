import { Migration } from '@mikro-orm/migrations';
import { sharingPoliciesAgain } from './row-security.js';
import { readerFunction } from './reader-row.js';

/**
 * The reader knows, once a statement, the cases that are closed to them and the emergencies that count, where each item
 * asked before. Runs before a service's policies are made for the first time, which name both.
 */
export class ReaderOnce extends Migration {
  override up(): void {
    const statements = [
      'alter type sharing_reader rename attribute barred_subjects to emergencies',
      'alter type sharing_reader rename attribute excluded_cases to closed_cases',
      readerFunction,
      // Grants of one item are put together in the order in which they are found; who reads them sorts.
      'create aggregate sharing_joined(anycompatiblearray) (sfunc = array_cat, stype = anycompatiblearray)',
      'create index disclosure_of_case on disclosure (partnership_id, case_id, recipient_agency_id)',
      `create index disclosure_of_emergency on disclosure (partnership_id, user_id) where kind = 'emergency'`,
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** Makes the policies again, in the text of today. */
export class PolicyByPage extends Migration {
  override up(): void {
    const statements = [...sharingPoliciesAgain(), 'create index if not exists case_subject_of_subject on case_subject (partnership_id, subject_id)'];
    for (const statement of statements) this.addSql(statement);
  }
}

/** While the registry is silent no agreement counts, and what is withheld is withheld for want of one. */
export class WithheldInSilence extends Migration {
  override up(): void {
    for (const statement of sharingPoliciesAgain()) this.addSql(statement);
  }
}

/** The whole text of policies and reader, which a service's database holds once {@link POLICY_TEXT} has run. */
export const policyText = (): string[] => [...sharingPoliciesAgain(), readerFunction];

/** A migration that makes policies and reader again, in the text of today. */
export class PolicyOfToday extends Migration {
  override up(): void {
    for (const statement of policyText()) this.addSql(statement);
  }
}

/**
 * From here on a reader is worked out once a snapshot. Whoever changes the text (query/conditions.ts, query/reader.ts,
 * tables/reader-row.ts) adds another such migration to the services, and names it in {@link POLICY_TEXT}: an installed
 * copy keeps the text that it has.
 */
export class ReaderOfSnapshot extends PolicyOfToday {}

/** What is withheld from somebody whose training has run out is withheld for that, and no line tells of it. */
export class WithheldFromTrained extends PolicyOfToday {}

/** Cases are counted by the database, which begins from the agency that asks. */
export class CasesCounted extends PolicyOfToday {}

/** The last migration that made the text, and the SHA-256 of what it made, spaces aside (policy-text.spec.ts). */
export const POLICY_TEXT = { madeBy: CasesCounted, digest: '62f1212baa783d78dc1a4a1207eeb1ff7037a48a15a1e7f0f7e813658a9d0d0a' };
