import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';

export interface KnownForum {
  code: string;
  name: string;
  ownerAgencyId: string;
}

@Injectable()
export class Forums {
  constructor(private readonly database: Database) {}

  /** Every forum of the partnership, closed ones too: their old cases still count. By name. */
  async all(partnershipId: string): Promise<KnownForum[]> {
    const rows = await this.database.em.execute<{ code: string; name: string; owner_agency_id: string }[]>(
      'select code, name, owner_agency_id from forum_projection where partnership_id = ? order by active desc, name, id',
      [partnershipId],
    );
    return rows.map(({ code, name, owner_agency_id }) => ({ code, name, ownerAgencyId: owner_agency_id }));
  }
}
