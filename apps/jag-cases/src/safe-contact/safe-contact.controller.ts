import { reachPersonOfCase, readCaseContact, setCaseContact } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Clock } from '@concordat/platform-persistence';
import { PeopleNamed, SafeContact, type Reached } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import type { Case } from '../cases/case.entity.js';
import { CaseRecords } from '../cases/case-records.js';
import { CaseAccess, isOver, refuseOver, type Standing } from '../cases/standing.js';

const WORKERS = { roles: ['practitioner', 'coordinator', 'manager'] } as const;

interface Found extends Reached {
  found: Case;
  standing: Standing;
}

/** How and when people of a case can safely be reached: by the same plan and the same gate as those who were referred. */
@Controller()
export class SafeContactController {
  constructor(
    private readonly access: CaseAccess,
    private readonly records: CaseRecords,
    private readonly contact: SafeContact,
    private readonly named: PeopleNamed,
    private readonly clock: Clock,
  ) {}

  @Endpoint(readCaseContact, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readCaseContact>): Promise<OutputOf<typeof readCaseContact>> {
    const { found, standing, ...reached } = await this.#find(params);
    const { name, why } = (await this.named.of([reached.caseId]))(reached.caseId, reached.subjectId);
    const kept = await this.contact.shown(reached);
    const works = standing.shares && !isOver(found);
    return {
      reference: found.reference,
      name,
      whyNamed: why,
      plan: kept?.plan ?? null,
      may: { write: works && (kept === null || kept.ownerAgencyId === caller().agencyId), reach: works },
    };
  }

  @Endpoint(setCaseContact, WORKERS)
  async write(@Input() { params, body }: InputOf<typeof setCaseContact>): Promise<OutputOf<typeof setCaseContact>> {
    const { found, ...reached } = await this.#find(params);
    refuseOver(found, 'contact anybody about it');
    return { version: await this.contact.write(reached, caller().agencyId, body.version, body.plan) };
  }

  @Endpoint(reachPersonOfCase, WORKERS)
  async reach(@Input() { params, body }: InputOf<typeof reachPersonOfCase>): Promise<OutputOf<typeof reachPersonOfCase>> {
    const { found, ...reached } = await this.#find(params);
    refuseOver(found, 'contact anybody about it');
    return this.contact.reach(reached, { means: body.means, at: this.clock.now() }, body.safeContactChecked);
  }

  /** @throws NotFoundError for a case that is hidden, and for somebody whom it is not about */
  async #find({ caseId, subjectId }: { caseId: string; subjectId: string }): Promise<Found> {
    const { found, standing } = await this.access.open(caseId);
    if (!(await this.records.subjectIds(found)).includes(subjectId)) throw new NotFoundError('person');
    return { found, standing, partnershipId: found.partnershipId, caseId, subjectId };
  }
}
