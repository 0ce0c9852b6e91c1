import { ROLES } from '@concordat/contracts-protocol';
import type { Answered, Sent } from '../attack/attacker.js';
import { comparable } from '../attack/comparable.js';
import { nobodys } from '../attack/nobodys.js';
import type { Operation } from '../hostile-input/openapi.js';
import type { Member } from '../members.js';
import { STANDINGS, verdictIn, type StatedCells } from './cells.js';
import type { Everybody } from './everybody.js';
import type { Part } from './part-of-today.js';
import { isUuid, Requests, routeOf, type Known } from './requests.js';

export interface MixingUp extends Known {
  members: Everybody;
  otherParents?: Readonly<Record<string, string>>;
  part: Part;
  stated: StatedCells;
  ask: (member: Member, request: Sent) => Promise<Answered>;
}

/** An id that belongs elsewhere, in a place of a route. */
interface MixUp {
  operation: Operation;
  member: Member;
  /** For a reader of a fault. */
  what: string;
  /** The request with it, and with one in the same place that nobody has. */
  sent: readonly [Sent, Sent];
}

/** What a case holds and what a body can name. */
const IN_BODIES: readonly string[] = ['subjectId'];

/**
 * Ids of one's own partnership that belong elsewhere: of another kind of record than the place is for, and of a record that is
 * not of the one above it in the address. Whoever reaches the record by its right address must be answered as about an id
 * that nobody has: the same status and the same words, whatever the method.
 */
export class MixUps {
  readonly #requests: Requests;

  constructor(private readonly asking: MixingUp) {
    this.#requests = new Requests(asking);
  }

  /** Those of a day: of another kind, one for each place of each route; of another parent, all that there are. */
  of(operations: readonly Operation[]): MixUp[] {
    return operations.flatMap((operation, row) => {
      const member = this.#whoReaches(operation);
      return member === null ? [] : [...this.#ofAnotherKind(operation, member, row), ...this.#ofAnotherParent(operation, member)];
    });
  }

  async faultsOf({ operation, member, what, sent: [mixed, absent] }: MixUp): Promise<string[]> {
    const [one, other] = [await this.asking.ask(member, mixed), await this.asking.ask(member, absent)];
    const ids = [...this.#requests.records, ...Object.values(this.asking.otherParents ?? {})].flatMap((id) => [id, nobodys(id)]);
    const [left, right] = [comparable(one, ids), comparable(other, ids)];
    return left === right ? [] : [`${routeOf(operation)}, ${member.roles.join(' and ')}, ${what}: ${left.slice(0, 200)}, of nobody’s ${right.slice(0, 200)}`];
  }

  #whoReaches(operation: Operation): Member | null {
    const row = this.asking.stated[routeOf(operation)];
    for (const standing of STANDINGS) for (const role of ROLES) if (verdictIn(row, role, standing) === 'reached') return this.asking.members[standing][role];
    return null;
  }

  #ofAnotherKind(operation: Operation, member: Member, row: number): MixUp[] {
    const { now, of } = this.asking.part;
    const ids = this.#requests.idsOf(operation);
    return Object.entries(ids).flatMap(([place, own], index) => {
      const others = Object.entries(this.asking.known).filter(([name, id]) => isUuid(id) && id !== own && kindOf(name) !== kindOf(place));
      const some = of === 1 ? others : [others[(row + index + now) % Math.max(1, others.length)] ?? []];
      return some.flatMap(([name, id]) => (name === undefined || id === undefined ? [] : [this.#mixUp(operation, member, { what: `${name} as ${place}`, place, id })]));
    });
  }

  #ofAnotherParent(operation: Operation, member: Member): MixUp[] {
    const ids = this.#requests.idsOf(operation);
    return Object.entries(this.asking.otherParents ?? {}).flatMap(([parent, other]) => {
      const names = Object.keys(operation.params);
      if (!names.includes(parent)) return [];
      const children = [...names.slice(names.indexOf(parent) + 1).filter((name) => name in ids), ...IN_BODIES.filter((name) => JSON.stringify(operation.body ?? null).includes(`"${name}`))];
      return children.flatMap((place) => {
        const id = ids[place] ?? this.asking.known[place];
        return id === undefined || other === ids[parent] ? [] : [this.#mixUp(operation, member, { what: `${place} of another ${parent}`, place, id, above: { [parent]: other } })];
      });
    });
  }

  #mixUp(operation: Operation, member: Member, { what, place, id, above = {} }: { what: string; place: string; id: string; above?: Readonly<Record<string, string>> }): MixUp {
    const put = (value: string) => this.#requests.of(operation, (known, name) => (name === place ? value : (above[name] ?? known)), (known, name) => (name === place ? value : known));
    return { operation, member, what, sent: [put(id), put(nobodys(id))] };
  }
}

/** Names that are for the same record: a referral is a case, and each is what a message is about. */
function kindOf(name: string): string {
  return name === 'referralId' ? 'caseId' : name;
}
