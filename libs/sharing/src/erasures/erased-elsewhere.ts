import { CROSSINGS, OTHER_CASE_SERVICE, type CaseService, type EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller, type Type } from '@nestjs/common';
import { LinkedRecords } from '../crossings/linked-records.js';

/** Who is erased in the one service is known to the other by a referral: whoever owns the case there is asked the same, and decides for themselves. */
export function erasedElsewhere(service: CaseService): Type {
  const heard = CROSSINGS[OTHER_CASE_SERVICE[service]].personErased;

  @Controller()
  class ErasedElsewhere {
    constructor(
      private readonly database: Database,
      private readonly links: LinkedRecords,
    ) {}

    @Consumes(heard)
    async ask({ partnershipId, payload }: EventOf<typeof heard>): Promise<void> {
      if (partnershipId === null) throw new PermanentFailure('A person is erased in a partnership, and the event names none');
      for (const subjectId of await this.links.subjectsOf(partnershipId, payload.referralIds)) {
        // Nobody has asked here, so that anyone of information governance may confirm: two people did where it began.
        await this.database.em.execute(
          `insert into erasure (partnership_id, case_id, subject_id, agency_id, ground)
           select c.partnership_id, c.id, s.id, c.owner_agency_id, ?
             from subject s join case_subject cs on cs.partnership_id = s.partnership_id and cs.subject_id = s.id
             join sharing_case c on c.partnership_id = cs.partnership_id and c.id = cs.case_id
            where s.partnership_id = ? and s.id = ? and s.erased_at is null order by cs.created_at desc limit 1
           on conflict (partnership_id, subject_id) where decided_by is null do nothing`,
          [payload.ground, partnershipId, subjectId],
          'run',
        );
      }
    }
  }

  return ErasedElsewhere;
}
