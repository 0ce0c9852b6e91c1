import { ALL } from './world.js';
import type { Agreement, Case, Consent, Disclosure, Item, MustNotReceive, SharingWorld, Subject, Term, User } from './world.js';

export interface AgreementTerm {
  agreement: Agreement;
  term: Term;
}

export interface ItemOnCase {
  item: Item;
  case: Case;
}

/** A world looked up by what questions ask for. */
export class WorldIndex {
  private readonly users: ReadonlyMap<string, User>;
  private readonly subjects: ReadonlyMap<string, Subject>;
  private readonly cases: ReadonlyMap<string, Case>;
  private readonly items: ReadonlyMap<string, ItemOnCase>;
  private readonly openInEmergencies: ReadonlySet<string>;
  private readonly terms = new Map<string, Map<string, AgreementTerm[]>>();
  private readonly consents: ReadonlyMap<string, Consent[]>;
  private readonly disclosures: ReadonlyMap<string, Disclosure[]>;
  private readonly register: ReadonlyMap<string, MustNotReceive[]>;

  constructor(private readonly world: SharingWorld) {
    this.users = byId(world.users);
    this.subjects = byId(world.subjects);
    this.cases = byId(world.cases);
    this.items = new Map(
      world.items.flatMap((item) => {
        const itsCase = this.cases.get(item.case);
        return itsCase === undefined ? [] : [[item.id, { item, case: itsCase }] as const];
      }),
    );
    this.openInEmergencies = new Set(world.agencies.filter((agency) => agency.emergencyAccess).map((agency) => agency.id));
    this.consents = groupBy(world.consents, (consent) => consent.subject);
    this.disclosures = groupBy(world.disclosures, (disclosure) => disclosure.recipient);
    this.register = groupBy(world.mustNotReceive, (entry) => entry.subject);
  }

  user(id: string): User | undefined {
    return this.users.get(id);
  }

  subject(id: string): Subject | undefined {
    return this.subjects.get(id);
  }

  case(id: string): Case | undefined {
    return this.cases.get(id);
  }

  /** An item and its case; undefined where either is not in the world. */
  item(id: string): ItemOnCase | undefined {
    return this.items.get(id);
  }

  /** An agency that the world does not hold allows nothing. */
  allowsEmergencyAccess(agency: string): boolean {
    return this.openInEmergencies.has(agency);
  }

  /** Terms for `purpose` of active agreements that name `recipient`, or every signatory, as recipient. */
  termsTo(recipient: string, purpose: string): readonly AgreementTerm[] {
    let ofRecipient = this.terms.get(recipient);
    if (ofRecipient === undefined) this.terms.set(recipient, (ofRecipient = new Map<string, AgreementTerm[]>()));
    let found = ofRecipient.get(purpose);
    if (found === undefined) {
      found = this.world.agreements
        .filter((agreement) => agreement.active)
        .flatMap((agreement) => agreement.terms.map((term) => ({ agreement, term })))
        .filter(({ term }) => term.purpose === purpose && (term.to === ALL || term.to.has(recipient)));
      ofRecipient.set(purpose, found);
    }
    return found;
  }

  consentsOf(subject: string): readonly Consent[] {
    return this.consents.get(subject) ?? [];
  }

  disclosuresTo(recipient: string): readonly Disclosure[] {
    return this.disclosures.get(recipient) ?? [];
  }

  mustNotReceive(subject: string): readonly MustNotReceive[] {
    return this.register.get(subject) ?? [];
  }
}

const indexes = new WeakMap<SharingWorld, WorldIndex>();

/** The index of `world`, made once for each world. */
export function indexOf(world: SharingWorld): WorldIndex {
  let index = indexes.get(world);
  if (index === undefined) indexes.set(world, (index = new WorldIndex(world)));
  return index;
}

function byId<T extends { id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((one) => [one.id, one]));
}

function groupBy<T>(list: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}
