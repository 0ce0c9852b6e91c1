import { Injectable } from '@nestjs/common';
import { getNames, NAMES_AT_ONCE } from '@concordat/contracts-partnership-registry';
import { Services } from './services.js';

/** Names by id. What is not known in the partnership is "Someone else" or "Another agency". */
export class KnownNames {
  constructor(
    private readonly users: ReadonlyMap<string, string>,
    private readonly agencies: ReadonlyMap<string, string>,
  ) {}

  user(id: string | null): string {
    return id === null ? 'Concordat' : (this.users.get(id) ?? 'Someone else');
  }

  /** Of whichever it is; null for what is neither. */
  either(id: string): string | null {
    return this.users.get(id) ?? this.agencies.get(id) ?? null;
  }

  agency(id: string): string {
    return this.agencies.get(id) ?? 'Another agency';
  }
}

/** Services answer with ids of staff and agencies; pages show names: `const names = await this.names.of({ userIds, agencyIds })`. */
@Injectable()
export class Names {
  constructor(private readonly services: Services) {}

  /** Ids may come more than once, and null where nobody is named. */
  async of(asked: { userIds?: Iterable<string | null>; agencyIds?: Iterable<string | null> }): Promise<KnownNames> {
    const userIds = distinct(asked.userIds);
    const agencyIds = distinct(asked.agencyIds);
    const answers = await Promise.all(
      Array.from({ length: Math.ceil(Math.max(userIds.length, agencyIds.length) / NAMES_AT_ONCE) }, (_unused, part) => {
        const piece = (ids: string[]) => ids.slice(part * NAMES_AT_ONCE, (part + 1) * NAMES_AT_ONCE);
        return this.services.call(getNames, { body: { userIds: piece(userIds), agencyIds: piece(agencyIds) } });
      }),
    );
    return new KnownNames(
      new Map(answers.flatMap(({ users }) => Object.entries(users))),
      new Map(answers.flatMap(({ agencies }) => Object.entries(agencies))),
    );
  }
}

function distinct(ids: Iterable<string | null> = []): string[] {
  return [...new Set(ids)].filter((id) => id !== null);
}
