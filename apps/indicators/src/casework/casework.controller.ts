import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { listFigureCases, readCaseworkFigures } from '@concordat/contracts-indicators';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Clock } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Forums } from '../forums/forums.js';
import { financialQuarter, financialYear, financialYearOf } from '../periods/period.js';
import { caseworkTable, tablePeriods } from './casework-figures.js';
import { CaseworkTallies } from './casework-tallies.js';
import { FigureCases } from './figure-cases.js';
import { PublishedTallies } from './published-tallies.js';

@Controller()
export class CaseworkController {
  constructor(
    private readonly forums: Forums,
    private readonly tallies: CaseworkTallies,
    private readonly published: PublishedTallies,
    private readonly cases: FigureCases,
    private readonly clock: Clock,
  ) {}

  @Endpoint(readCaseworkFigures, 'signed-in')
  async readCaseworkFigures(@Input() { query }: InputOf<typeof readCaseworkFigures>): Promise<OutputOf<typeof readCaseworkFigures>> {
    const { partnershipId, agencyId, roles } = caller();
    const today = DateTime.fromJSDate(this.clock.now(), { zone: 'Europe/London' }).toISODate() ?? '';
    const year = query.year === undefined ? financialYearOf(today) : Number(query.year.slice(0, 4));
    const forums = await this.forums.all(partnershipId);
    const own = forums.filter(({ ownerAgencyId }) => ownerAgencyId === agencyId);
    // A manager may open the cases of the forums that their own agency runs, and no others for being a manager.
    const exact = roles.includes('manager') && own.length > 0;
    const periods = tablePeriods(year);
    const tallies = exact ? await this.tallies.of(partnershipId, periods, agencyId) : await this.published.of(partnershipId, periods, today);
    return caseworkTable({ year, tallies, forums: exact ? own : forums, exact, today });
  }

  @Endpoint(listFigureCases, 'signed-in')
  async listFigureCases(@Input() { query }: InputOf<typeof listFigureCases>): Promise<OutputOf<typeof listFigureCases>> {
    const { partnershipId, agencyId, roles } = caller();
    const own = (await this.forums.all(partnershipId)).some(({ ownerAgencyId }) => ownerAgencyId === agencyId);
    if (!roles.includes('manager') || !own) throw new NotAllowedError('Figures open to their cases for managers of an agency that runs a forum.');
    const year = Number(query.year.slice(0, 4));
    return this.cases.page(partnershipId, {
      measure: query.measure,
      period: query.quarter === undefined ? financialYear(year) : financialQuarter(year, Number(query.quarter)),
      ownerAgencyId: agencyId,
      forumCode: query.forum ?? null,
      after: query.after ?? null,
    });
  }
}
