import { ALL, EMERGENCY_GATEWAY, EMERGENCY_HOURS, hoursAfter, OWN_ROLES, SHARING_ROLES, VICTIM_SAFETY_ROLE, type Agreement, type AllOr, type Categories, type Disclosure, type MustNotReceive, type SharingWorld, type Term } from '@concordat/sharing';

/** Policies of a world in Cedar's language, by a name that says which rule of the policy each is. */
export type CedarPolicies = Record<string, string>;

/** A term's or a disclosure's fields by category, under the name of its policy. */
export type GrantedFields = Map<string, Categories>;

const text = (value: string): string => JSON.stringify(value);
const set = (values: Iterable<string>): string => `[${[...values].map(text).join(', ')}]`;
const all = (conditions: readonly string[]): string => conditions.map((one) => `(${one})`).join(' && ');
const any = (conditions: readonly string[]): string => (conditions.length === 0 ? 'false' : conditions.map((one) => `(${one})`).join(' || '));
const within = (from: number, to: number | null): string => all([`context.at >= ${String(from)}`, ...(to === null ? [] : [`context.at < ${String(to)}`])]);
const actions = (exports: boolean): string => (exports ? 'action in [Action::"read", Action::"export"]' : 'action == Action::"read"');

const REFUSALS: CedarPolicies = {
  'inactive-user': 'forbid (principal, action, resource) unless { principal.active };',
  'training-lapsed': 'forbid (principal, action, resource) when { resource.owner != principal.agency && !(principal has trainingValidTo && context.at < principal.trainingValidTo) };',
  'conflict-of-interest': 'forbid (principal, action, resource) when { resource.excluded.contains(principal.id) || principal.related.containsAny(resource.subjects) };',
  'victim-safety': `forbid (principal, action, resource) when {
    resource.marking == "victim-safety" && !resource.namedReaders.contains(principal.id) && !(resource.owner == principal.agency && principal.roles.contains(${text(VICTIM_SAFETY_ROLE)})) };`,
};

const OWN = `permit (principal, action, resource) when {
  context.purpose == resource.purpose && resource.owner == principal.agency && principal.roles.containsAny(${set(OWN_ROLES)}) && !resource.fields.isEmpty() };`;

/**
 * The sharing policy for one world. Circles and consent are not here: Cedar's sets cannot be searched by a condition, and
 * the latest of several records cannot be chosen; whether the reader is in the circle, and whether consent is given, come
 * with the question.
 */
export function cedarPolicies(world: SharingWorld): { policies: CedarPolicies; granted: GrantedFields } {
  const policies: CedarPolicies = { ...REFUSALS, own: OWN };
  const granted: GrantedFields = new Map();
  for (const [index, entry] of world.mustNotReceive.entries()) policies[`must-not-receive ${String(index)}`] = registerPolicy(entry);
  for (const agreement of world.agreements) {
    if (!agreement.active) continue;
    for (const term of agreement.terms) {
      const name = `term:${agreement.id}/${term.id}`;
      policies[name] = termPolicy(agreement, term);
      granted.set(name, term.categories);
    }
  }
  const openInEmergencies = new Set(world.agencies.filter(({ emergencyAccess }) => emergencyAccess).map(({ id }) => id));
  for (const disclosure of world.disclosures) {
    const name = `disclosure:${disclosure.id}`;
    policies[name] = disclosurePolicy(disclosure, openInEmergencies.has(disclosure.owner));
    granted.set(name, disclosure.categories);
  }
  return { policies, granted };
}

function registerPolicy(entry: MustNotReceive): string {
  const who = 'user' in entry ? `principal.id == ${text(entry.user)}` : `principal.agency == ${text(entry.agency)}`;
  return `forbid (principal, action, resource) when { ${all([who, `resource.subjects.contains(${text(entry.subject)})`, within(entry.from, entry.to)])} };`;
}

function termPolicy(agreement: Agreement, term: Term): string {
  const signed = (agency: string): string => any(agreement.signatures.map((signature) => all([`${agency} == ${text(signature.agency)}`, within(signature.from, signature.to)])));
  const named = (list: AllOr<ReadonlySet<string>>, agency: string): string[] => (list === ALL ? [] : [`${set(list)}.contains(${agency})`]);
  const conditions = [
    `context.purpose == resource.purpose && resource.purpose == ${text(term.purpose)}`,
    `resource.owner != principal.agency && principal.roles.containsAny(${set(SHARING_ROLES)}) && context.inCircle`,
    within(agreement.validFrom, agreement.validTo),
    signed('resource.owner'),
    signed('principal.agency'),
    ...named(term.from, 'resource.owner'),
    ...named(term.to, 'principal.agency'),
    listed(term.categories),
    ...(term.basis === 'consent' ? ['context.consented'] : []),
  ];
  return `permit (principal, ${actions(term.export)}, resource) when { ${all(conditions)} };`;
}

function disclosurePolicy(disclosure: Disclosure, opensInEmergency: boolean): string {
  const emergency = disclosure.kind === 'emergency';
  const user = disclosure.user === null ? 'true' : `principal.id == ${text(disclosure.user)}`;
  const ends = [disclosure.expiresAt, ...(disclosure.revokedAt === null ? [] : [disclosure.revokedAt]), ...(emergency ? [hoursAfter(disclosure.authorisedAt, EMERGENCY_HOURS)] : [])];
  const kind = emergency
    ? [user, String(disclosure.authorisedBy === disclosure.user && disclosure.gateway === EMERGENCY_GATEWAY && opensInEmergency)]
    : [user, String(disclosure.authorisedFor === disclosure.owner), 'context.inCircle'];
  const conditions = [
    'context.purpose == resource.purpose',
    `resource.owner != principal.agency && principal.roles.containsAny(${set(SHARING_ROLES)}) && principal.agency == ${text(disclosure.recipient)}`,
    `resource.inCase == ${text(disclosure.case)} && resource.subject == ${text(disclosure.subject)} && resource.owner == ${text(disclosure.owner)}`,
    within(disclosure.authorisedAt, Math.min(...ends)),
    ...kind,
    listed(disclosure.categories),
  ];
  return `permit (principal, ${actions(disclosure.export && !emergency)}, resource) when { ${all(conditions)} };`;
}

/** Some field of the item is listed for its category. */
function listed(categories: Categories): string {
  return any([...categories].map(([category, fields]) => all([`resource.category == ${text(category)}`, fields === ALL ? '!resource.fields.isEmpty()' : `resource.fields.containsAny(${set(fields)})`])));
}
