import { caseworkPeriods, readCaseworkFigures, yearCodeOf } from '@concordat/contracts-indicators';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Clock } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Forums } from '../forums/forums.js';
import { periodView } from '../observations/difference.js';
import { financialYear, financialYearOf } from '../periods/period.js';
import { caseworkRows } from './casework-figures.js';
import { OwnCounts } from './own-counts.js';
import { PublishedTallies } from './published-tallies.js';

@Controller()
export class CaseworkController {
  constructor(
    private readonly forums: Forums,
    private readonly published: PublishedTallies,
    private readonly ownCounts: OwnCounts,
    private readonly clock: Clock,
  ) {}

  @Endpoint(readCaseworkFigures, 'signed-in', { unaudited: 'figures of areas and periods, which tell of nobody' })
  async readCaseworkFigures(@Input() { query }: InputOf<typeof readCaseworkFigures>): Promise<OutputOf<typeof readCaseworkFigures>> {
    const { partnershipId, userId } = caller();
    const today = DateTime.fromJSDate(this.clock.now(), { zone: 'Europe/London' }).toISODate() ?? '';
    const year = query.year === undefined ? financialYearOf(today) : Number(query.year.slice(0, 4));
    const periods = caseworkPeriods(year);
    const published = !(await this.ownCounts.has(partnershipId, userId));
    return {
      year: { ...periodView(financialYear(year)), code: yearCodeOf(year) },
      quarters: periods.slice(0, 4).map(periodView),
      published,
      rows: published
        ? caseworkRows({ year, tallies: await this.published.of(partnershipId, periods, today), forums: await this.forums.all(partnershipId), today })
        : [],
    };
  }
}
