import { Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf, SubjectKeys } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { PeopleErased } from './people-erased.js';

const WORK = 'erasures.again';
/** Days for which a backup may be kept (docs/operations/backup.md), and one. */
const DAYS = 31;

/** Looks every ten minutes, and once a database that was restored is served. */
export const erasedBeforeSchedule: Schedule = { id: 'erasures', work: WORK, every: 600_000 };

/**
 * People whose key was destroyed after the backup from which this database was restored: what no key seals of them came
 * back with it, and goes again.
 */
@Controller()
export class ErasedBefore {
  constructor(
    private readonly database: Database,
    private readonly keys: SubjectKeys,
    private readonly people: PeopleErased,
  ) {}

  @Performs(WORK)
  async again(): Promise<void> {
    const since = new Date(this.database.clock.now().getTime() - DAYS * 86_400_000);
    const partnerships = await this.database.transaction(NO_SCOPE, () => this.database.em.execute<{ id: string }[]>('select id from partnership_projection order by id'));
    for await (const gone of this.keys.destroyedSince(since)) {
      for (const { id } of partnerships) await this.database.transaction(scopeOf(id), () => this.#of(id, gone));
    }
  }

  async #of(partnershipId: string, gone: readonly string[]): Promise<void> {
    const back = await this.database.em.execute<{ id: string }[]>('select id from subject where partnership_id = ? and id = any (?::uuid[]) and erased_at is null', [partnershipId, `{${gone.join(',')}}`]);
    for (const { id } of back) await this.people.removeUnsealed(id);
  }
}
