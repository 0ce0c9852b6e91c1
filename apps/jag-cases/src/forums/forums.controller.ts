import { listForums } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { Forum } from './forum.entity.js';

@Controller()
export class ForumsController {
  constructor(private readonly database: Database) {}

  @Endpoint(listForums, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async list(): Promise<OutputOf<typeof listForums>> {
    const { partnershipId } = caller();
    const forums = await this.database.rows(Forum).find({ partnershipId, active: true }, { orderBy: { name: 'asc' } });
    return {
      items: forums.map(({ code, name, purpose, ownerAgencyId, coreAgencyIds, subjectKinds, minimumAge, maximumAge, criteria }) => ({
        code, name, purpose, ownerAgencyId, coreAgencyIds, subjectKinds, minimumAge, maximumAge, criteria,
      })),
    };
  }
}
