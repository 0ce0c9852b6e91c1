import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { codeOf } from '../measures/code.js';

/** Which areas are the partnership's own: its districts, by name. */
@Injectable()
export class OwnAreas {
  constructor(private readonly database: Database) {}

  async codes(partnershipId: string): Promise<Set<string>> {
    const [row] = await this.database.em.execute<{ districts: string[] }[]>('select districts from partnership_projection where id = ?', [partnershipId]);
    return new Set((row?.districts ?? []).map(codeOf));
  }
}
