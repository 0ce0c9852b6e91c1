import { NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Forum } from './forum.entity.js';

/** The partnership's forums: few, which the registry tells of and requests only read. A transaction asks for them once. */
@Injectable()
export class Forums {
  readonly #asked = new WeakMap<object, Promise<Forum[]>>();

  constructor(private readonly database: Database) {}

  /** All, by name, those that ended too; of the partnership that the open transaction runs for. */
  all(partnershipId: string): Promise<Forum[]> {
    const { em } = this.database;
    const asked = this.#asked.get(em) ?? this.database.rows(Forum).find({ partnershipId }, { orderBy: [{ name: 'asc' }, { id: 'asc' }] });
    this.#asked.set(em, asked);
    return asked;
  }

  /** @throws NotFoundError */
  async get(partnershipId: string, code: string): Promise<Forum> {
    const found = (await this.all(partnershipId)).find((forum) => forum.code === code);
    if (!found) throw new NotFoundError('forum');
    return found;
  }
}
