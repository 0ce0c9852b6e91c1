import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { ImportKind } from './draft.js';

/** What a partnership's own headers mean, said once and remembered. */
@Injectable()
export class ColumnMeanings {
  constructor(private readonly database: Database) {}

  /** Header in lower case → column, of one kind of file. */
  async of(partnershipId: string, kind: ImportKind): Promise<Map<string, string>> {
    const rows = await this.database.em.execute<{ header: string; meaning: string }[]>(
      'select header, meaning from column_meaning where partnership_id = ? and kind = ?',
      [partnershipId, kind],
    );
    return new Map(rows.map(({ header, meaning }) => [header, meaning]));
  }

  async remember(partnershipId: string, kind: ImportKind, meanings: ReadonlyMap<string, string>): Promise<void> {
    for (const [header, meaning] of meanings) {
      await this.database.em.execute(
        `insert into column_meaning (partnership_id, kind, header, meaning) values (?, ?, ?, ?)
         on conflict (partnership_id, kind, header) do update set meaning = excluded.meaning`,
        [partnershipId, kind, header, meaning],
        'run',
      );
    }
  }
}
