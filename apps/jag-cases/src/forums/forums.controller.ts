import { listForums } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { Forums } from './forums.js';

@Controller()
export class ForumsController {
  constructor(private readonly forums: Forums) {}

  @Endpoint(listForums, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async list(): Promise<OutputOf<typeof listForums>> {
    const forums = (await this.forums.all(caller().partnershipId)).filter(({ active }) => active);
    return {
      items: forums.map(({ code, name, purpose, ownerAgencyId, coreAgencyIds, subjectKinds, minimumAge, maximumAge, criteria }) => ({
        code, name, purpose, ownerAgencyId, coreAgencyIds, subjectKinds, minimumAge, maximumAge, criteria,
      })),
    };
  }
}
