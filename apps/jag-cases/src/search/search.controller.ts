import { beginSearch, readSearch } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Clock, Database, Sealer, SubjectKeys } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { v7 } from 'uuid';
import { CaseSearch } from './case-search.js';
import { Search } from './search.entity.js';

/** How long an address with a search's id leads anywhere. */
const SEARCH_MINUTES = 30;

const typedPlace = (id: string): { table: 'search'; column: 'typed'; rowId: string } => ({ table: 'search', column: 'typed', rowId: id });

@Controller()
export class SearchController {
  constructor(
    private readonly database: Database,
    private readonly keys: SubjectKeys,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly search: CaseSearch,
  ) {}

  @Endpoint(beginSearch, 'signed-in')
  async begin(@Input() { body }: InputOf<typeof beginSearch>): Promise<OutputOf<typeof beginSearch>> {
    const { partnershipId, userId } = caller();
    const id = v7();
    await this.keys.create(id);
    const typed = await this.sealer.seal(id, typedPlace(id), body.text);
    const expiresAt = new Date(this.clock.now().getTime() + SEARCH_MINUTES * 60_000);
    this.database.rows(Search).insert({ id, partnershipId, userId, typed, expiresAt });
    return { searchId: id };
  }

  @Endpoint(readSearch, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readSearch>): Promise<OutputOf<typeof readSearch>> {
    const { partnershipId, userId } = caller();
    const search = await this.database.rows(Search).findOne({ partnershipId, id: params.searchId, userId });
    if (!search || search.expiresAt <= this.clock.now()) throw new NotFoundError('search');
    const text = await this.sealer.open<string>(search.id, typedPlace(search.id), search.typed);
    return { text, items: await this.search.find(text) };
  }
}
