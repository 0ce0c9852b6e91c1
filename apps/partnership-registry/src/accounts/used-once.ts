import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';

/**
 * Remembers what was used, until it would not be taken anyway. Stands among the accounts library's things that run out,
 * and is removed with them.
 */
@Injectable()
export class UsedOnce {
  constructor(private readonly database: Database) {}

  /** In the open transaction, which has to hold: of two at once one is first. False for what was used before. */
  async take(kind: string, value: string, until: Date): Promise<boolean> {
    const id = createHash('sha256').update(`${kind} ${value}`).digest('base64url');
    const taken = await this.database.em.execute<{ id: string }[]>(
      'insert into auth.verification (id, identifier, value, "expiresAt") values (?, ?, ?, ?) on conflict (id) do nothing returning id',
      [id, `used:${kind}`, '', until],
    );
    return taken.length > 0;
  }
}
