import { instant } from '../policy/time.js';
import type { Scenario } from './schema.js';

/** What is wrong in a scenario, and where in it. */
export interface Fault {
  path: PropertyKey[];
  message: string;
}

type Path = PropertyKey[];

/** The rules that hold between the parts of a scenario: ids, references, periods. Every fault is given. */
export function faultsOf(scenario: Scenario): Fault[] {
  const check = new Check(scenario);
  check.idsAreUnique();
  check.agencies();
  check.agreements();
  check.users();
  check.cases();
  check.consents();
  check.disclosures();
  check.items();
  check.register();
  check.questions();
  return check.faults;
}

class Check {
  readonly faults: Fault[] = [];
  private readonly known: Record<'agency' | 'subject' | 'user' | 'case' | 'item', ReadonlySet<string>>;

  constructor(private readonly scenario: Scenario) {
    const idsIn = (list: readonly { id: string }[]): ReadonlySet<string> => new Set(list.map((one) => one.id));
    this.known = {
      agency: idsIn(scenario.agencies),
      subject: idsIn(scenario.subjects),
      user: idsIn(scenario.users),
      case: idsIn(scenario.cases),
      item: idsIn(scenario.items),
    };
  }

  idsAreUnique(): void {
    const { scenario } = this;
    for (const name of ['agencies', 'agreements', 'subjects', 'users', 'cases', 'consents', 'disclosures', 'items', 'questions'] as const) {
      this.unique([name], scenario[name]);
    }
    scenario.agreements.forEach((agreement, i) => this.unique(['agreements', i, 'terms'], agreement.terms));
  }

  agencies(): void {
    this.scenario.agencies.forEach((agency, i) => this.exists('agency', ['agencies', i, 'parent'], agency.parent));
  }

  agreements(): void {
    this.scenario.agreements.forEach((agreement, i) => {
      this.ordered(['agreements', i, 'validTo'], agreement.validFrom, agreement.validTo, 'validFrom');
      agreement.signatures.forEach((signature, j) => {
        const path = ['agreements', i, 'signatures', j];
        this.exists('agency', [...path, 'agency'], signature.agency);
        this.ordered([...path, 'withdrawnOn'], signature.on, signature.withdrawnOn, 'on');
      });
      agreement.terms.forEach((term, j) => {
        for (const side of ['from', 'to'] as const) {
          const agencies = term[side];
          if (agencies !== '*') this.allExist('agency', ['agreements', i, 'terms', j, side], agencies);
        }
      });
    });
  }

  users(): void {
    this.scenario.users.forEach((user, i) => {
      this.exists('agency', ['users', i, 'agency'], user.agency);
      this.allExist('subject', ['users', i, 'relatedSubjects'], user.relatedSubjects);
    });
  }

  cases(): void {
    this.scenario.cases.forEach((one, i) => {
      const path = ['cases', i];
      this.exists('agency', [...path, 'owner'], one.owner);
      this.allExist('subject', [...path, 'subjects'], one.subjects);
      this.allExist('user', [...path, 'excludedUsers'], one.excludedUsers);
      one.circle.forEach((entry, j) => {
        this.exists('agency', [...path, 'circle', j, 'agency'], entry.agency);
        this.allExist('user', [...path, 'circle', j, 'users'], entry.users ?? []);
        this.inOrder([...path, 'circle', j, 'to'], entry.from, entry.to, 'from');
      });
    });
  }

  consents(): void {
    this.scenario.consents.forEach((consent, i) => {
      const path = ['consents', i];
      this.exists('subject', [...path, 'subject'], consent.subject);
      this.allExist('agency', [...path, 'recipients'], consent.recipients);
      this.inOrder([...path, 'withdrawnAt'], consent.recordedAt, consent.withdrawnAt, 'recordedAt');
      this.inOrder([...path, 'expiresAt'], consent.recordedAt, consent.expiresAt, 'recordedAt');
      if (consent.givenBy === 'subject' && consent.invalidatedAt !== null) {
        this.fault([...path, 'invalidatedAt'], "must be null on a subject's own record");
      }
    });
  }

  disclosures(): void {
    const agencyOf = new Map(this.scenario.users.map((user) => [user.id, user.agency]));
    this.scenario.disclosures.forEach((disclosure, i) => {
      const path = ['disclosures', i];
      this.exists('case', [...path, 'case'], disclosure.case);
      this.exists('subject', [...path, 'subject'], disclosure.subject);
      this.exists('agency', [...path, 'owner'], disclosure.owner);
      this.exists('agency', [...path, 'recipient'], disclosure.recipient);
      this.exists('user', [...path, 'user'], disclosure.user);
      this.exists('user', [...path, 'authorisedBy'], disclosure.authorisedBy);
      this.inOrder([...path, 'expiresAt'], disclosure.authorisedAt, disclosure.expiresAt, 'authorisedAt');
      this.inOrder([...path, 'revokedAt'], disclosure.authorisedAt, disclosure.revokedAt, 'authorisedAt');
      if (disclosure.kind === 'emergency' && (disclosure.user === null || agencyOf.get(disclosure.user) !== disclosure.recipient)) {
        this.fault([...path, 'user'], 'must be a user of the recipient agency, as the disclosure is an emergency');
      }
    });
  }

  items(): void {
    const subjectsOf = new Map(this.scenario.cases.map((one) => [one.id, new Set(one.subjects)]));
    this.scenario.items.forEach((item, i) => {
      const path = ['items', i];
      this.exists('case', [...path, 'case'], item.case);
      this.exists('subject', [...path, 'subject'], item.subject);
      this.exists('agency', [...path, 'owner'], item.owner);
      this.allExist('user', [...path, 'namedReaders'], item.namedReaders);
      if (subjectsOf.get(item.case)?.has(item.subject) === false) this.fault([...path, 'subject'], "must be among its case's subjects");
    });
  }

  register(): void {
    this.scenario.mustNotReceive.forEach((entry, i) => {
      const path = ['mustNotReceive', i];
      this.exists('subject', [...path, 'subject'], entry.subject);
      this.exists('user', [...path, 'user'], entry.user);
      this.exists('agency', [...path, 'agency'], entry.agency);
      this.inOrder([...path, 'to'], entry.from, entry.to, 'from');
    });
  }

  questions(): void {
    this.scenario.questions.forEach((question, i) => {
      this.exists('user', ['questions', i, 'user'], question.user);
      this.exists('item', ['questions', i, 'item'], question.item);
    });
  }

  private fault(path: Path, message: string): void {
    this.faults.push({ path, message });
  }

  private unique(path: Path, list: readonly { id: string }[]): void {
    const seen = new Set<string>();
    list.forEach(({ id }, i) => {
      if (seen.has(id)) this.fault([...path, i, 'id'], `must be unique, and ${JSON.stringify(id)} is not`);
      seen.add(id);
    });
  }

  private exists(kind: keyof Check['known'], path: Path, id: string | null | undefined): void {
    if (id !== null && id !== undefined && !this.known[kind].has(id)) this.fault(path, `there is no ${kind} ${JSON.stringify(id)}`);
  }

  private allExist(kind: keyof Check['known'], path: Path, ids: readonly string[]): void {
    ids.forEach((id, i) => this.exists(kind, [...path, i], id));
  }

  /** Dates as text: in order when their text is. */
  private ordered(path: Path, from: string, to: string | null | undefined, start: string): void {
    if (to !== null && to !== undefined && to < from) this.fault(path, `must not be before ${start}`);
  }

  private inOrder(path: Path, from: string, to: string | null, start: string): void {
    if (to !== null && instant(to) < instant(from)) this.fault(path, `must not be before ${start}`);
  }
}
