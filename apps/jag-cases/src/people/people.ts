import { Database, SubjectKeys } from '@concordat/platform-persistence';
import { birthdayDate } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Subject } from './subject.entity.js';

/** Makes people of concern; what they are called is in items. */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly keys: SubjectKeys,
  ) {}

  /** A person nobody nominated before, with a key of their own. @param dateOfBirth ISO date, or null when it is not known */
  async make(partnershipId: string, dateOfBirth: string | null): Promise<string> {
    const id = v7();
    await this.keys.create(id);
    this.database.rows(Subject).insert({
      id,
      partnershipId,
      kind: 'person',
      sixteenthBirthday: dateOfBirth === null ? null : birthdayDate(dateOfBirth, 16),
      eighteenthBirthday: dateOfBirth === null ? null : birthdayDate(dateOfBirth, 18),
    });
    await this.database.em.flush();
    return id;
  }
}
