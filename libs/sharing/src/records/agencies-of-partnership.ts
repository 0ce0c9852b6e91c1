import { InvalidInputError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { uuids } from '../items/item-reading.js';
import { SHARING_ROLES } from '../policy/vocabulary.js';

/** The agencies of the open transaction's partnership, as the registry tells of them. */
@Injectable()
export class AgenciesOfPartnership {
  constructor(private readonly database: Database) {}

  /** @throws InvalidInputError at `path` for an agency that the partnership does not have, or no longer */
  async demand(agencyIds: readonly string[], path: string): Promise<void> {
    const rows = await this.database.em.execute<{ agency_id: string }[]>(
      'select agency_id from agency_projection where partnership_id = ? and active and agency_id = any (?::uuid[])', [this.database.scope.partnershipId, uuids(agencyIds)],
    );
    const known = new Set(rows.map((row) => row.agency_id));
    if (agencyIds.some((id) => !known.has(id))) throw new InvalidInputError([{ path, message: 'Choose agencies of your partnership' }]);
  }

  /** @throws InvalidInputError at `path` for somebody who does not work with cases at the agency now */
  async demandMember(userId: string, agencyId: string, path: string): Promise<void> {
    const rows = await this.database.em.execute<unknown[]>(
      'select 1 from membership_projection where partnership_id = ? and agency_id = ? and user_id = ? and active and jsonb_exists_any(roles, ?::text[]) limit 1',
      [this.database.scope.partnershipId, agencyId, userId, `{${SHARING_ROLES.join(',')}}`],
    );
    if (rows.length === 0) throw new InvalidInputError([{ path, message: 'Choose somebody who works with cases at that agency' }]);
  }

  /** Whether the partnership counts the agency among the health and social care authorities. */
  async isHealthOrSocialCare(agencyId: string): Promise<boolean> {
    const rows = await this.database.em.execute<unknown[]>('select 1 from agency_projection where partnership_id = ? and agency_id = ? and health_or_social_care', [
      this.database.scope.partnershipId, agencyId,
    ]);
    return rows.length > 0;
  }
}
