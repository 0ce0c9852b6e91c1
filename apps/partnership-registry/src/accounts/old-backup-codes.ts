import { defineWork, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { SecondFactor } from './account.entity.js';
import { BackupCodes } from './backup-codes.js';

const hashOldCodes = defineWork({ name: 'backup-codes.hash-old', payload: z.strictObject({}) });

/** At night: servers of the version before, which take no hashed code, do not stand beside this one for as long. */
export const oldBackupCodesSchedule: Schedule = { id: 'backup-codes-hash-old', work: hashOldCodes.name, payload: {}, cron: '10 4 * * *' };

/** Accounts in one statement. */
const AT_ONCE = 200;
/** Accounts whose codes are hashed in a night: some two seconds each, so half an hour. */
const A_NIGHT = 1_000;

/** Backup codes that a version before kept encrypted, and not hashed: they go on to count, and are hashed by and by. */
@Controller()
export class OldBackupCodes {
  constructor(
    private readonly database: Database,
    private readonly codes: BackupCodes,
  ) {}

  @Performs(hashOldCodes)
  async hash(): Promise<void> {
    let hashed = 0;
    let after = '';
    while (hashed < A_NIGHT) {
      const factors = await this.#page(after);
      for (const factor of factors) if (hashed < A_NIGHT && (await this.codes.hashOld(factor))) hashed += 1;
      const last = factors.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }

  async #page(after: string): Promise<SecondFactor[]> {
    return this.database.transaction(NO_SCOPE, () => this.database.em.find(SecondFactor, { id: { $gt: after } }, { orderBy: { id: 'asc' }, limit: AT_ONCE, refresh: true }));
  }
}
