import { Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf, SubjectKeys } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';

const REMOVE = 'retention.remove';

export const retentionSchedule: Schedule = { id: 'retention', work: REMOVE, cron: '40 * * * *' };

/** What is kept for a time alone, with the key that seals each row. */
const KEPT_FOR_A_TIME = ['nomination_draft', 'search'] as const;
const BATCH = 200;

/** Removes drafts that were abandoned and searches whose time is over, and destroys the keys of what they held. */
@Controller()
export class Retention {
  constructor(
    private readonly database: Database,
    private readonly keys: SubjectKeys,
  ) {}

  @Performs(REMOVE)
  async remove(): Promise<void> {
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection order by id'));
    for (const { id } of partnerships) {
      for (const table of KEPT_FOR_A_TIME) await this.#removeFrom(table, id);
    }
  }

  /** The key goes first: should the row stay, the next run finds it again, and nobody can read it meanwhile. */
  async #removeFrom(table: (typeof KEPT_FOR_A_TIME)[number], partnershipId: string): Promise<void> {
    for (let removed = BATCH; removed === BATCH; ) {
      removed = await this.database.transaction(scopeOf(partnershipId), async () => {
        const over = await this.database.em.execute<{ id: string }[]>(`select id from ${table} where partnership_id = ? and expires_at <= ? order by id limit ${String(BATCH)}`, [
          partnershipId,
          this.database.clock.now(),
        ]);
        for (const { id } of over) {
          await this.keys.destroy(id);
          await this.database.em.execute(`delete from ${table} where partnership_id = ? and id = ?`, [partnershipId, id], 'run');
        }
        return over.length;
      });
    }
  }
}
