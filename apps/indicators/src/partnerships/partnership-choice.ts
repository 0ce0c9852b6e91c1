import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';

export interface KnownPartnership {
  id: string;
  name: string;
}

/** Whose figures a command means. */
@Injectable()
export class PartnershipChoice {
  constructor(private readonly database: Database) {}

  /** Open partnerships, the one made first being first. */
  async known(): Promise<KnownPartnership[]> {
    return this.database.transaction(NO_SCOPE, () =>
      this.database.em.execute<KnownPartnership[]>('select id, name from partnership_projection where active order by id'),
    );
  }

  /** The partnership with this name or id; without one, the one made first. null when there is none such. */
  async named(nameOrId: string | undefined): Promise<KnownPartnership | null> {
    const known = await this.known();
    if (nameOrId === undefined) return known[0] ?? null;
    const wanted = nameOrId.trim().toLowerCase();
    return known.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted) ?? null;
  }
}
