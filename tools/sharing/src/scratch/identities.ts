import { byCodePoint, type Scenario } from '@concordat/sharing';

type Kind = 'agency' | 'agreement' | 'term' | 'subject' | 'user' | 'case' | 'consent' | 'disclosure' | 'item';

const KINDS: readonly Kind[] = ['agency', 'agreement', 'term', 'subject', 'user', 'case', 'consent', 'disclosure', 'item'];

/**
 * A scenario's ids as UUIDs, and its free words as words that PostgreSQL can hold, and back. Order is kept: of two ids
 * of a kind, the one that is smaller by code points has the smaller UUID.
 */
export class Identities {
  readonly partnership: string;
  private readonly ids: ReadonlyMap<Kind, ReadonlyMap<string, string>>;
  private readonly originals = new Map<string, string>();
  private readonly fields: ReadonlyMap<string, string>;
  private readonly purposes: ReadonlyMap<string, string>;

  /** @param world number of the scenario among those in one database */
  constructor(
    scenario: Scenario,
    private readonly world: number,
  ) {
    const listed: Record<Kind, string[]> = {
      agency: idsOf(scenario.agencies),
      agreement: idsOf(scenario.agreements),
      term: scenario.agreements.flatMap((agreement) => agreement.terms.map((term) => termKey(agreement.id, term.id))),
      subject: idsOf(scenario.subjects),
      user: idsOf(scenario.users),
      case: idsOf(scenario.cases),
      consent: idsOf(scenario.consents),
      disclosure: idsOf(scenario.disclosures),
      item: idsOf(scenario.items),
    };
    this.partnership = this.uuid(KINDS.length, 0);
    this.ids = new Map(KINDS.map((kind, i) => [kind, this.inOrder(listed[kind], (rank) => this.uuid(i, rank))]));
    const listings = [...scenario.agreements.flatMap((agreement) => agreement.terms), ...scenario.disclosures].flatMap(({ categories }) => Object.values(categories));
    this.fields = this.inOrder([...scenario.items.map((item) => item.fields), ...listings].flatMap((names) => (names === '*' ? [] : names)), word('field'));
    this.purposes = this.inOrder(
      [...scenario.cases, ...scenario.consents, ...scenario.agreements.flatMap((agreement) => agreement.terms)].map(({ purpose }) => purpose),
      word('purpose'),
    );
  }

  uuidOf(kind: Kind, id: string): string {
    return known(this.ids.get(kind)?.get(id), id);
  }

  uuidOfTerm(agreement: string, term: string): string {
    return this.uuidOf('term', termKey(agreement, term));
  }

  /** A user has one membership, with a UUID of its own: whoever takes one for the other is found out. */
  membershipOf(user: string): string {
    const id = this.uuidOf('user', user);
    return `${id.slice(0, 9)}${hex(KINDS.length + 1, 4)}${id.slice(13)}`;
  }

  field(name: string): string {
    return known(this.fields.get(name), name);
  }

  purpose(name: string): string {
    return known(this.purposes.get(name), name);
  }

  /** The id, field name or reason that stands behind what the database gave. */
  original(given: string): string {
    return known(this.originals.get(given), given);
  }

  reason(given: string): string {
    if (given === 'own') return given;
    const [kind, ids] = given.split(':');
    const [first, second] = (ids ?? '').split('/');
    const id = this.original(first ?? '');
    return second === undefined ? `${kind ?? ''}:${id}` : `${kind ?? ''}:${id}/${termOf(this.original(second))}`;
  }

  private inOrder(names: readonly string[], made: (rank: number) => string): ReadonlyMap<string, string> {
    const pairs = [...new Set(names)].sort(byCodePoint).map((name, rank) => [name, made(rank)] as const);
    for (const [name, given] of pairs) this.originals.set(given, name);
    return new Map(pairs);
  }

  private uuid(kind: number, rank: number): string {
    return `${hex(this.world, 8)}-${hex(kind, 4)}-7000-8000-${hex(rank, 12)}`;
  }
}

const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);
const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
const word = (kind: string) => (rank: number): string => `${kind}-${String(rank).padStart(6, '0')}`;
const termKey = (agreement: string, term: string): string => JSON.stringify([agreement, term]);
const termOf = (key: string): string => {
  const pair: unknown = JSON.parse(key);
  return Array.isArray(pair) ? String(pair[1]) : key;
};

function known(found: string | undefined, asked: string): string {
  if (found === undefined) throw new RangeError(`Not of this scenario: ${asked}`);
  return found;
}
