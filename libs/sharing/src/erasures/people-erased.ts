import type { ErasureGround } from '@concordat/contracts-protocol';
import { Database, SubjectKeys } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { OtherService } from '../crossings/other-service.js';

export interface ErasedPerson {
  id: string;
  partnershipId: string;
  subjectId: string;
  ground: ErasureGround;
}

/** Takes everything of a person away that can be read, and tells the other service that holds cases of it. */
@Injectable()
export class PeopleErased {
  constructor(
    private readonly database: Database,
    private readonly keys: SubjectKeys,
    private readonly other: OtherService,
  ) {}

  /** The key goes last: should anything before it fail nothing has happened, and what comes after it can be done again. */
  async erase({ id, partnershipId, subjectId, ground }: ErasedPerson): Promise<void> {
    await this.removeUnsealed(subjectId);
    await this.other.tellErased(id, { partnershipId, subjectId }, ground);
    await this.keys.destroy(subjectId);
  }

  /** What no key seals: tokens by which they are found, and their birthdays. In a transaction of their partnership. */
  async removeUnsealed(subjectId: string): Promise<void> {
    await this.database.em.execute('select erase_person(?, ?)', [subjectId, this.database.clock.now()]);
  }
}
