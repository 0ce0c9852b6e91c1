import type { Category, KnownToWord as View } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { ItemReading, type ReadItem } from '../items/item-reading.js';
import { holdsOne } from '../protections/owned-cases.js';
import { sql, type Sql } from '../query/sql.js';
import { Sharing } from '../service/sharing.js';
import { KnownToWord, wordPlace } from './known-to-word.entity.js';
import { KEEPS_FROM_ASKER } from './passing-on.js';

interface Row {
  id: string;
  reference: string;
  category: Category;
}

/** Shown at once. */
const AT_ONCE = 100;

/** Who asked about people whom the caller's agency knows: for those of it who may read what it knows them by. */
@Injectable()
export class KnownToWords {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sharing: Sharing,
    private readonly items: ItemReading,
    private readonly audit: Audit,
  ) {}

  async list(decided: boolean): Promise<View[]> {
    const rows = await this.#visible(sql`${decided} = (w.decision is not null)`, decided ? sql`w.decided_at desc, w.id` : sql`w.asked_at, w.id`);
    if (rows.length > 0) await this.audit.record({ action: 'listed', kind: 'known-to', ids: rows.map(({ id }) => id) });
    return this.#views(rows);
  }

  /** @throws NotFoundError for one that the caller may not know of, as for one that never was */
  async one(wordId: string): Promise<View> {
    const row = await this.#find(wordId);
    await this.audit.record({ action: 'viewed', kind: 'known-to', ids: [wordId] });
    const [view] = await this.#views([row]);
    if (view === undefined) throw new NotFoundError('ask');
    return view;
  }

  /** @throws NotFoundError; StaleVersionError; RuleError `decided-already` */
  async decide(wordId: string, version: number, decision: NonNullable<View['decided']>['decision'], note: string): Promise<KnownToWord> {
    await this.#find(wordId);
    const rows = this.database.rows(KnownToWord);
    const word = await rows.get({ partnershipId: caller().partnershipId, id: wordId });
    if (word.version === version && word.decision !== null) throw new RuleError('decided-already', 'Your agency has decided this already.');
    const sealed = await this.sealer.seal(word.subjectId, wordPlace(wordId, 'note'), note);
    await rows.change(word, version, { decision, decidedAt: this.database.clock.now(), decidedByUserId: caller().userId, note: sealed });
    await this.audit.record({ action: 'changed', kind: 'known-to', ids: [wordId], subjectId: word.subjectId });
    return word;
  }

  async #find(wordId: string): Promise<Row> {
    const [row] = await this.#visible(sql`w.id = ${wordId}::uuid`, sql`w.id`);
    if (row === undefined) throw new NotFoundError('ask');
    return row;
  }

  async #visible(where: Sql, order: Sql): Promise<Row[]> {
    const question = this.sharing.question(caller());
    const { text, values } = sql`
      select w.id, r.reference, i.category
        from known_to_word w
        join item i on i.partnership_id = w.partnership_id and i.id = w.item_id
        join sharing_case_reference r on r.partnership_id = w.partnership_id and r.id = w.case_id
       where w.partnership_id = ${question.partnershipId}::uuid and w.agency_id = ${question.agencyId}::uuid and ${where}
         and ${question.userId}::uuid <> all (w.never_user_ids) and (not w.keep_from_asker or ${holdsOne(KEEPS_FROM_ASKER)})
         and ${this.sharing.readableItems(question, 'i').condition}
       order by ${order} limit ${AT_ONCE}::int`.numbered();
    return this.database.read<Row>(text, values);
  }

  async #views(rows: readonly Row[]): Promise<View[]> {
    const words = await this.database.rows(KnownToWord).find({ partnershipId: caller().partnershipId, id: { $in: rows.map(({ id }) => id) } });
    const known = await this.items.byIds(words.map(({ itemId }) => itemId));
    const views = rows.map((row) => {
      const word = words.find(({ id }) => id === row.id);
      return word === undefined ? [] : [this.#view(row, word, known.get(word.itemId))];
    });
    return Promise.all(views.flat());
  }

  async #view({ id, reference, category }: Row, word: KnownToWord, item: ReadItem | undefined): Promise<View> {
    const name = [item?.fields.givenName, item?.fields.familyName].filter((part) => part !== undefined).join(' ');
    const { decision, decidedAt, decidedByUserId, note } = word;
    return {
      id,
      version: word.version,
      caseId: word.caseId,
      caseReference: reference,
      itemId: word.itemId,
      category,
      name: name === '' ? null : name,
      whySeen: name === '' ? [] : (item?.why ?? []),
      fromUserId: word.fromUserId,
      fromAgencyId: word.fromAgencyId,
      purpose: word.purpose,
      why: await this.sealer.open<string>(word.subjectId, wordPlace(id, 'why'), word.why),
      askedAt: word.askedAt.toISOString(),
      keepFromAsker: word.keepFromAsker,
      decided:
        decision === null || decidedAt === null || decidedByUserId === null || note === null
          ? null
          : { decision, at: decidedAt.toISOString(), byUserId: decidedByUserId, note: await this.sealer.open<string>(word.subjectId, wordPlace(id, 'note'), note) },
    };
  }
}
