import type { Category } from '@concordat/contracts-protocol';

/** What one agency may see, as far as agreements permit it, of one kind of what another owns. */
export interface Permitted {
  purpose: string;
  category: Category;
  /** Whom it lets see. */
  agencyId: string;
  /** With the person's consent alone. */
  onConsent: boolean;
  /** `all`, or the names of some. */
  fields: 'all' | readonly string[];
  /** Whether it holds without the change, and with it. */
  before: boolean;
  after: boolean;
}

/** A kind of information that a change opens to an agency, or closes: of everybody, or of those who consented. */
export interface ChangedKind {
  change: 'opens' | 'closes';
  purpose: string;
  category: Category;
  agencyId: string;
  of: 'everybody' | 'consenting';
}

type Fields = 'all' | ReadonlySet<string>;

/**
 * What a change opens and closes, by the words of the agreements alone: not one item is looked at, so that what is listed tells
 * nothing of what there is.
 */
export function changedKinds(permitted: readonly Permitted[]): ChangedKind[] {
  const kinds = Map.groupBy(permitted, ({ purpose, category, agencyId }) => [purpose, category, agencyId].join(' '));
  return [...kinds.values()].flatMap((of) => {
    const [one] = of;
    if (one === undefined) return [];
    const { purpose, category, agencyId } = one;
    const [before, after] = [of.filter((permission) => permission.before), of.filter((permission) => permission.after)];
    const [opens, closes] = [moreIn(after, before), moreIn(before, after)];
    return [
      ...(opens === null ? [] : [{ change: 'opens' as const, purpose, category, agencyId, of: opens }]),
      ...(closes === null ? [] : [{ change: 'closes' as const, purpose, category, agencyId, of: closes }]),
    ];
  });
}

/** Of whom the first show more than the others; null where they do not. */
function moreIn(first: readonly Permitted[], others: readonly Permitted[]): ChangedKind['of'] | null {
  const free = (permitted: readonly Permitted[]): readonly Permitted[] => permitted.filter(({ onConsent }) => !onConsent);
  if (lacks(fieldsOf(free(others)), fieldsOf(free(first)))) return 'everybody';
  return lacks(fieldsOf(others), fieldsOf(first)) ? 'consenting' : null;
}

function fieldsOf(permitted: readonly Permitted[]): Fields {
  const names = new Set<string>();
  for (const { fields } of permitted) {
    if (fields === 'all') return 'all';
    for (const name of fields) names.add(name);
  }
  return names;
}

/** Whether `wanted` has a field that `held` has not. */
function lacks(held: Fields, wanted: Fields): boolean {
  if (held === 'all') return false;
  return wanted === 'all' || [...wanted].some((name) => !held.has(name));
}
