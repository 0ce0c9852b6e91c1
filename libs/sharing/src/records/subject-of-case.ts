import { InvalidInputError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { instantOf, startOfDay, type CalendarDate, type Instant } from '../policy/time.js';
import type { SeenCase } from './case-sight.js';

/** A subject, as decisions about them need it. */
export interface SubjectAges {
  id: string;
  person: boolean;
  sixteenthBirthday: CalendarDate | null;
  eighteenthBirthday: CalendarDate | null;
}

interface SubjectRow {
  id: string;
  kind: string;
  sixteen: string | null;
  eighteen: string | null;
}

/** Finds subjects of cases. */
@Injectable()
export class SubjectsOfCases {
  constructor(private readonly database: Database) {}

  async all({ partnershipId, id }: Pick<SeenCase, 'partnershipId' | 'id'>): Promise<SubjectAges[]> {
    const rows = await this.database.em.execute<SubjectRow[]>(
      `select s.id, s.kind, s.sixteenth_birthday::text as sixteen, s.eighteenth_birthday::text as eighteen
         from case_subject cs join subject s on s.partnership_id = cs.partnership_id and s.id = cs.subject_id
        where cs.partnership_id = ? and cs.case_id = ? order by cs.created_at, cs.id`,
      [partnershipId, id],
    );
    return rows.map((row) => ({ id: row.id, person: row.kind === 'person', sixteenthBirthday: row.sixteen, eighteenthBirthday: row.eighteen }));
  }

  /** @throws InvalidInputError for somebody whom the case is not about, or a place or group where `personOnly` */
  async demand(found: SeenCase, subjectId: string, { personOnly }: { personOnly: boolean }): Promise<SubjectAges> {
    const subject = (await this.all(found)).find(({ id }) => id === subjectId);
    if (!subject || (personOnly && !subject.person)) throw new InvalidInputError([{ path: 'body.subjectId', message: 'Choose a person whom the case is about' }]);
    return subject;
  }
}

/** Whether `birthday` has come at `at`; who has none is treated as an adult. */
export function hasCome(birthday: CalendarDate | null, at: Date): boolean {
  const now: Instant = instantOf(at);
  return birthday === null || now >= startOfDay(birthday);
}
