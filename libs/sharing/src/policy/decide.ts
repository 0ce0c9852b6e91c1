import { sortedSet } from './code-points.js';
import { abilityOf, covers, fieldsFor, isInCircle, mayOwn, mayShare, type Asking, type SharingAbility } from './rules.js';
import type { Instant } from './time.js';
import type { Action, Want } from './vocabulary.js';
import { ALL, type AllOr, type Item, type SharingWorld } from './world.js';
import { indexOf, type ItemOnCase, type WorldIndex } from './world-index.js';

declare const brand: unique symbol;

/** Why information is asked for. Branded, so that it is stated on purpose: {@link purpose}. */
export type Purpose = string & { readonly [brand]: 'Purpose' };

export function purpose(code: string): Purpose {
  return code as Purpose;
}

/** May `user` do `action` on `item`, for `purpose`, at `at`? */
export interface Question {
  user: string;
  action: Action;
  item: string;
  purpose: Purpose;
  at: Instant;
}

/** Fields and reasons are in order of code points, each once. */
export type Decision =
  | { decision: 'permit'; fields: string[]; reasons: string[] }
  | { decision: 'deny'; fields: []; reasons: string[] };

/**
 * The sharing policy, in memory. Everything it knows is in its arguments: no clock, no database, no settings.
 * Whatever it cannot place is denied: a user or item that the world lacks, or a purpose that is not the case's.
 */
export function decide(world: SharingWorld, question: Question): Decision {
  const index = indexOf(world);
  const user = index.user(question.user);
  const on = index.item(question.item);
  if (user === undefined) return deny(['role']);
  if (on === undefined) return deny(['no-agreement']);

  const asking: Asking = { world: index, user, purpose: question.purpose, at: question.at };
  const matching = abilityFor(asking)
    .rulesFor(question.action, 'item')
    .filter((rule) => rule.matchesConditions(on));

  const refused = matching.filter((rule) => rule.inverted).map((rule) => rule.reason ?? 'refused');
  if (refused.length > 0) return deny(refused);
  if (on.case.purpose !== question.purpose) return deny(['no-agreement']);

  const fields = new Set<string>();
  const reasons = new Set<string>();
  for (const { conditions, reason } of matching) {
    if (conditions === undefined || reason === undefined) continue;
    const given = inCommon(conditions.fields(on), on.item);
    if (given.length === 0) continue;
    for (const field of given) fields.add(field);
    for (const why of [reason, ...(conditions.restsOn?.(on) ?? [])]) reasons.add(why);
  }
  if (fields.size > 0) return { decision: 'permit', fields: sortedSet(fields), reasons: sortedSet(reasons) };
  return deny([wanting(asking, on, question.action)]);
}

/** The purpose of the case that an item is on, which is what a question about the item is asked for; undefined where it is in no case. */
export function purposeOf(world: SharingWorld, item: string): Purpose | undefined {
  const on = indexOf(world).item(item);
  return on === undefined ? undefined : purpose(on.case.purpose);
}

function deny(reasons: string[]): Decision {
  return { decision: 'deny', fields: [], reasons: sortedSet(reasons) };
}

export function inCommon(given: AllOr<ReadonlySet<string>>, item: Item): readonly string[] {
  return given === ALL ? item.fields : item.fields.filter((field) => given.has(field));
}

/** The first thing that is wanting for a permit, of someone to whom no refusal applies. */
export function wanting(asking: Asking, on: ItemOnCase, action: Action): Want {
  const { world, user, at } = asking;
  if (!(on.item.owner === user.agency ? mayOwn(user) : mayShare(user))) return 'role';
  if (!isInCircle(on.case, user, at)) return 'not-in-circle';
  const agreed = world
    .termsTo(user.agency, asking.purpose)
    .some(
      (agreed) =>
        covers(agreed, on, asking) &&
        (action === 'read' || agreed.term.export) &&
        inCommon(fieldsFor(agreed.term.categories, on.item.category), on.item).length > 0,
    );
  return agreed ? 'no-consent' : 'no-agreement';
}

interface Kept {
  at: Instant;
  ability: SharingAbility;
}
const kept = new WeakMap<WorldIndex, Map<string, Map<string, Kept>>>();

/** One ability serves every item that a user is shown at one time: the last for each user and purpose is kept. */
function abilityFor(asking: Asking): SharingAbility {
  let ofWorld = kept.get(asking.world);
  if (ofWorld === undefined) kept.set(asking.world, (ofWorld = new Map<string, Map<string, Kept>>()));
  let ofUser = ofWorld.get(asking.user.id);
  if (ofUser === undefined) ofWorld.set(asking.user.id, (ofUser = new Map<string, Kept>()));
  const last = ofUser.get(asking.purpose);
  if (last?.at === asking.at) return last.ability;
  const ability = abilityOf(asking);
  ofUser.set(asking.purpose, { at: asking.at, ability });
  return ability;
}
