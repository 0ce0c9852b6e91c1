/** Who asks, as the policy needs it. */
export interface Asker {
  userId: string;
  agencyId: string;
}

type Filter = Readonly<Record<string, unknown>>;

const all = (...filters: readonly Filter[]): Filter => ({ _and: filters });
const any = (...filters: readonly Filter[]): Filter => ({ _or: filters });
const is = (field: string, value: unknown): Filter => ({ [field]: { _eq: value } });
const isNone = (field: string): Filter => ({ [field]: { _null: true } });
const begun = (field: string): Filter => ({ [field]: { _lte: '$NOW' } });
const lasts = (field: string): Filter => ({ [field]: { _gt: '$NOW' } });

/**
 * That one row at the end of a path meets all of these. Said so and not with `_some`, of which Directus passes over all that
 * holds more than one condition, without a word; what is said along one path is of one row.
 */
const along = (path: readonly string[], ...conditions: readonly Filter[]): Filter => all(...conditions.map((condition) => path.reduceRight<Filter>((inner, step) => ({ [step]: inner }), condition)));
const alongEither = (path: readonly string[], ...conditions: readonly Filter[]): Filter => any(...conditions.map((condition) => along(path, condition)));

const FIELDS = [
  'id', 'reference', 'forum_code.code', 'forum_code.name', 'state', 'since', 'owner_agency_id', 'nominating_agency_id', 'lead_user_id', 'nominated_at',
  'people.subject_id', 'people.given_name', 'people.family_name',
];

/**
 * The list of cases that are being responded to, newest first, with the names in them, as the sharing policy permits them:
 * the query of Directus' `/items/case`.
 *
 * @param purposes those that cases have: its filters compare columns with values and not with one another
 */
export function questionOf(asker: Asker, purposes: readonly string[]): URLSearchParams {
  return new URLSearchParams({
    fields: FIELDS.join(','),
    filter: JSON.stringify(all(is('state', 'responding'), caseShown(asker))),
    deep: JSON.stringify({ people: { _filter: nameShown(asker, purposes), _limit: -1 } }),
    sort: '-nominated_at,-id',
    limit: '25',
  });
}

/** A case to its owner and to who is in its circle now, unless it is closed to them. */
function caseShown({ userId, agencyId }: Asker): Filter {
  const inCircle = all(
    along(['circle'], is('agency_id', agencyId), begun('from_at')),
    alongEither(['circle'], isNone('to_at'), lasts('to_at')),
    alongEither(['circle'], is('everybody', true), { named: is('user_id', userId) }),
  );
  return all(any(is('owner_agency_id', agencyId), inCircle), { closed: { _none: is('user_id', userId) } });
}

/** A name to its owner, and by an agreement's term, a consent or a disclosure; one that is marked to those who are named alone. */
function nameShown({ userId, agencyId }: Asker, purposes: readonly string[]): Filter {
  const given = [is('recipient_agency_id', agencyId), is('category', 'identity'), begun('from_at'), lasts('to_at')];
  const permits = ['owner_agency_id', 'permits'];
  const consents = ['subject_id', 'consents'];
  const forPurpose = (purpose: string): Filter => all({ case_id: is('purpose', purpose) }, along(permits, is('purpose', purpose)), any(along(permits, is('on_consent', false)), along(consents, is('purpose', purpose))));
  const byTerm = all(along(permits, ...given), any(along(permits, is('on_consent', false)), along(consents, ...given)), any(...purposes.map(forPurpose)));
  const disclosed = all(
    along(['disclosures'], is('recipient_agency_id', agencyId), begun('authorised_at'), lasts('expires_at')),
    alongEither(['disclosures'], isNone('user_id'), is('user_id', userId)),
    alongEither(['disclosures'], isNone('revoked_at'), lasts('revoked_at')),
  );
  return all(any(is('marking', 'none'), { readers: is('user_id', userId) }), any(is('owner_agency_id', agencyId), byTerm, disclosed));
}
