import { Database, SearchTokens, SubjectKeys } from '@concordat/platform-persistence';
import { birthdayDate } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { SearchToken, Subject } from './subject.entity.js';

export interface NewPerson {
  names: readonly string[];
  /** ISO date, or null when it is not known. */
  dateOfBirth: string | null;
}

/** Makes people of concern and keeps the tokens by which they are found. */
@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly keys: SubjectKeys,
    private readonly tokens: SearchTokens,
  ) {}

  /** A person nobody nominated before, with a key of their own. */
  async make(partnershipId: string, person: NewPerson): Promise<string> {
    const id = v7();
    await this.keys.create(id);
    this.database.rows(Subject).insert({
      id,
      partnershipId,
      kind: 'person',
      sixteenthBirthday: person.dateOfBirth === null ? null : birthdayDate(person.dateOfBirth, 16),
      eighteenthBirthday: person.dateOfBirth === null ? null : birthdayDate(person.dateOfBirth, 18),
    });
    await this.database.em.flush();
    await this.index(partnershipId, id, person);
    return id;
  }

  /** Adds the tokens of names and a date of birth that the subject was not yet found by. */
  async index(partnershipId: string, subjectId: string, person: NewPerson): Promise<void> {
    const rows = this.database.rows(SearchToken);
    const known = new Set((await rows.find({ partnershipId, subjectId })).map((row) => row.token.toString('hex')));
    const add = (field: SearchToken['field'], found: readonly { kind: string; token: Buffer }[]): void => {
      for (const { kind, token } of found) {
        const key = token.toString('hex');
        if (known.has(key)) continue;
        known.add(key);
        rows.insert({ partnershipId, subjectId, field, kind, token });
      }
    };
    for (const name of person.names) add('name', this.tokens.ofName(partnershipId, name));
    if (person.dateOfBirth !== null) add('date-of-birth', this.tokens.ofDate(partnershipId, person.dateOfBirth));
  }
}
