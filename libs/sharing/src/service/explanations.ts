import type { Database } from '@concordat/platform-persistence';
import { DateTime } from 'luxon';
import { ZONE } from '../policy/time.js';
import { sql, type Sql } from '../query/sql.js';

interface Term {
  id: string;
  number: number;
  basis: string;
}

/** What a reason names: an agreement with its terms, a record of consent, or a disclosure. */
interface NamedRow {
  id: string;
  /** Of an agreement. */
  name: string | null;
  terms: Term[] | null;
  /** Of the others: when it was given or decided, and until when it counts. */
  at: Date | null;
  until: Date | null;
  emergency: boolean;
}

const chosen = (partnershipId: string, ids: string): Sql => sql`where partnership_id = ${partnershipId}::uuid and id = any (${ids}::uuid[])`;

/** A row as it is read: its times are ISO strings. */
type ReadRow = Omit<NamedRow, 'at' | 'until'> & { at: string | null; until: string | null };

/** Where what a kind of reason names is found, each with the columns of a row. */
const FOUND_IN: Readonly<Record<string, (where: Sql) => Sql>> = {
  term: (where) => sql`select id, name, terms, null::timestamptz as at, null::timestamptz as until, false as emergency from agreement_projection ${where}`,
  consent: (where) => sql`select id, null::text as name, null::jsonb as terms, recorded_at as at, null::timestamptz as until, false as emergency from consent ${where}`,
  disclosure: (where) => sql`select id, null::text as name, null::jsonb as terms, authorised_at as at,
                      case kind when 'emergency' then least(expires_at, authorised_at + interval '24 hours') else expires_at end as until, kind = 'emergency' as emergency
                 from disclosure ${where}`,
};

/** The reasons of permits, in words for the one who has the permit. */
export class Explanations {
  private constructor(private readonly named: ReadonlyMap<string, NamedRow>) {}

  /** Looks up what the reasons name, inside the open transaction: one statement for all, and none where each is `own`. */
  static async of(database: Database, partnershipId: string, reasons: readonly string[]): Promise<Explanations> {
    const wanted = Object.entries(FOUND_IN).flatMap(([kind, found]) => {
      const ids = new Set(reasons.filter((reason) => reason.startsWith(`${kind}:`)).map((reason) => idsIn(reason)[0]));
      return ids.size === 0 ? [] : [found(chosen(partnershipId, `{${[...ids].join(',')}}`)).numbered()];
    });
    const rows = (await Promise.all(wanted.map(({ text, values }) => database.read<ReadRow>(text, values)))).flat();
    return new Explanations(new Map(rows.map((row) => [row.id, { ...row, at: dateOf(row.at), until: dateOf(row.until) }])));
  }

  /** One line for each grant. */
  tell(reasons: readonly string[]): string[] {
    const consent = reasons.filter((reason) => reason.startsWith('consent:')).map((reason) => this.named.get(idsIn(reason)[0] ?? ''))[0];
    return reasons.flatMap((reason) => {
      const [kind] = reason.split(':');
      if (kind === 'own') return ['Your agency owns this information'];
      if (kind === 'term') return [this.term(reason, consent?.at ?? null)];
      if (kind === 'disclosure') return [this.disclosure(reason)];
      return [];
    });
  }

  /** @param consentedAt when the consent was given on which the permit rests, where it rests on one */
  private term(reason: string, consentedAt: Date | null): string {
    const [agreementId, termId] = idsIn(reason);
    const agreement = this.named.get(agreementId ?? '');
    const term = agreement?.terms?.find((one) => one.id === termId);
    if (term === undefined) return 'Shared under an information sharing agreement';
    const consent = term.basis === 'consent' && consentedAt !== null ? `, with consent given on ${day(consentedAt)}` : '';
    return `Shared under ${inSentence(agreement?.name ?? '')}, term ${term.number}${consent}`;
  }

  private disclosure(reason: string): string {
    const found = this.named.get(idsIn(reason)[0] ?? '');
    if (!found?.at || !found.until) return 'Shared by a decision of the owner';
    return found.emergency
      ? `Opened by you in an emergency on ${day(found.at)}, until ${moment(found.until)}`
      : `Shared by a decision of ${day(found.at)}, until ${day(found.until)}`;
  }
}

const dateOf = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

/** An agreement's name inside a sentence: "the Youth JAG agreement". */
function inSentence(name: string): string {
  if (/^(the|an?) /i.test(name)) return name;
  return /agreement$/i.test(name) ? `the ${name}` : `the agreement “${name}”`;
}

/** The ids of `kind:id` or `kind:id/id`. */
function idsIn(reason: string): string[] {
  return reason.slice(reason.indexOf(':') + 1).split('/');
}

const inLondon = (at: Date): DateTime => DateTime.fromJSDate(new Date(at), { zone: ZONE });
const day = (at: Date): string => inLondon(at).toFormat('d MMMM yyyy');
const moment = (at: Date): string => inLondon(at).toFormat("h:mma 'on' d MMMM yyyy").replace('AM', 'am').replace('PM', 'pm');
