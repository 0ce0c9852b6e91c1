/**
 * The tables without row-level security by partnership, and why each may be. Everything else belongs to a partnership:
 * `findUnprotectedTables` finds what is neither. A name outside the schema `public` carries its schema.
 */
export const OPEN_TABLES: Readonly<Record<string, string>> = {
  mikro_orm_migrations: 'which migrations ran; the owner writes it',

  outbox: 'the relay sends the events of all partnerships; payloads hold no personal data in the clear',
  outbox_delivery: 'which service has had which event',
  inbox: 'ids of events that were had, for all partnerships',
  applied_version: 'latest version of each aggregate that a consumer applied',
  dead_letter: 'events and jobs that failed, for the administrators of the installation',

  partnership: 'ids of all partnerships, for timed work; what they are called is protected',
  agency: 'ids of all agencies, which may belong to several partnerships; what they are called is protected',
  installation: 'whether the installation was begun without a demonstration, before there is any partnership',
  agency_projection: 'a copy of the agencies that partnership-registry tells of',
  partnership_projection: 'a copy of the partnerships that partnership-registry tells of',

  registry_heard: 'when the service last heard from partnership-registry, which is one for all partnerships',

  'auth.user': 'accounts: needed before it is known for which partnership somebody acts',
  'auth.account': 'credentials of accounts',
  'auth.session': 'sessions of accounts',
  'auth.verification': 'codes of accounts, short-lived',
  'auth.twoFactor': 'second factors of accounts',
  'auth.known_browser': 'with which browsers accounts were used',
  'auth.passkey': 'public keys of accounts',
  'auth.provider_domain': 'domains whose people sign in with their agency’s provider: needed before it is known who signs in',
  'auth.provider_link': 'whom of ours the people of a provider are',

  audit_batch: 'hashes of sealed audit entries of all partnerships, which only the sealer reads',
  audit_head: 'number and hash of the last batch',
  audit_check: 'when the chain of all partnerships was last followed, and how many faults it had',
};

export function isOpenTable(name: string): boolean {
  return Object.hasOwn(OPEN_TABLES, name);
}
