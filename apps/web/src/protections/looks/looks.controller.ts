import { id, type Look } from '@concordat/contracts-protocol';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { SHARING_ROLES } from '../../layout/roles.js';
import { Names, type KnownNames } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { recordOf, recordPages } from '../record.js';
import { looksPage, personsLooksPage, type Filter } from './looks.presenter.js';

/** Whose looks alone are shown; what is not understood of the address counts as not given. */
const filterOf = z.object({ person: id.optional().catch(undefined), agency: id.optional().catch(undefined) });

/** What an address asks of the service, and what of it its page says. */
function askedOf(query: unknown): { asked: { userId?: string; agencyId?: string; after?: string }; shown: Filter } {
  const after = cursorOf(query);
  const { person, agency } = filterOf.parse(query);
  return {
    asked: { ...(person === undefined ? {} : { userId: person }), ...(agency === undefined ? {} : { agencyId: agency }), ...(after === null ? {} : { after }) },
    shown: { person: person ?? null, agency: agency ?? null, after },
  };
}

@Controller(recordPages('looks'))
export class LooksController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const { asked, shown } = askedOf(query);
    const found = await this.services.call(record.looks.ofCase, { params: { caseId }, query: asked });
    return looksPage(found, await this.namesOf(found.items, shown), { ...record, ...shown, mayOpen: visit.hasRole(...SHARING_ROLES) });
  }

  @Get(':subjectId')
  async ofPerson(@Param('caseId') caseId: string, @Param('subjectId') subjectId: string, @Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const record = recordOf(visit, caseId);
    const { asked, shown } = askedOf(query);
    const found = await this.services.call(record.looks.ofPerson, { params: { caseId, subjectId }, query: asked });
    return personsLooksPage(found, await this.namesOf(found.items, shown), { ...record, ...shown, subjectId });
  }

  private namesOf(items: readonly Look[], { person, agency }: Filter): Promise<KnownNames> {
    return this.names.of({ userIds: [person, ...items.map(({ userId }) => userId)], agencyIds: [agency, ...items.map(({ agencyId }) => agencyId)] });
  }
}
