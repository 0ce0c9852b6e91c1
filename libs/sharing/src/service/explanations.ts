import type { Database } from '@concordat/platform-persistence';
import { DateTime } from 'luxon';
import { ZONE } from '../policy/time.js';

interface AgreementRow {
  id: string;
  name: string;
  terms: { id: string; number: number }[];
}

interface DatedRow {
  id: string;
  at: Date;
  until: Date;
  kind: string;
}

/** The reasons of permits, in words for the one who has the permit. */
export class Explanations {
  private constructor(
    private readonly agreements: ReadonlyMap<string, AgreementRow>,
    private readonly consents: ReadonlyMap<string, DatedRow>,
    private readonly disclosures: ReadonlyMap<string, DatedRow>,
  ) {}

  /** Looks up what the reasons name, inside the open transaction. */
  static async of(database: Database, partnershipId: string, reasons: readonly string[]): Promise<Explanations> {
    const named = (kind: string): string[] => [...new Set(reasons.filter((reason) => reason.startsWith(`${kind}:`)).map((reason) => idsIn(reason)[0] ?? ''))];
    const find = async <Row extends { id: string }>(statement: string, ids: string[]): Promise<Map<string, Row>> => {
      if (ids.length === 0) return new Map();
      const rows = await database.em.execute<Row[]>(statement, [partnershipId, `{${ids.join(',')}}`]);
      return new Map(rows.map((row) => [row.id, row]));
    };
    const chosen = 'where partnership_id = ? and id = any (?::uuid[])';
    return new Explanations(
      await find<AgreementRow>(`select id, name, terms from agreement_projection ${chosen}`, named('term')),
      await find<DatedRow>(`select id, recorded_at as at, recorded_at as until, given_by as kind from consent ${chosen}`, named('consent')),
      await find<DatedRow>(
        `select id, authorised_at as at, case kind when 'emergency' then least(expires_at, authorised_at + interval '24 hours') else expires_at end as until, kind
           from disclosure ${chosen}`,
        named('disclosure'),
      ),
    );
  }

  /** One line for each grant. */
  tell(reasons: readonly string[]): string[] {
    const consent = reasons.filter((reason) => reason.startsWith('consent:')).map((reason) => this.consents.get(idsIn(reason)[0] ?? ''))[0];
    return reasons.flatMap((reason) => {
      const [kind] = reason.split(':');
      if (kind === 'own') return ['Your agency owns this information'];
      if (kind === 'term') return [`${this.term(reason)}${consent === undefined ? '' : `, with consent given on ${day(consent.at)}`}`];
      if (kind === 'disclosure') return [this.disclosure(reason)];
      return [];
    });
  }

  private term(reason: string): string {
    const [agreementId, termId] = idsIn(reason);
    const agreement = this.agreements.get(agreementId ?? '');
    const term = agreement?.terms.find((one) => one.id === termId);
    if (agreement === undefined || term === undefined) return 'Shared under an information sharing agreement';
    return `Shared under ${inSentence(agreement.name)}, term ${term.number}`;
  }

  private disclosure(reason: string): string {
    const found = this.disclosures.get(idsIn(reason)[0] ?? '');
    if (found === undefined) return 'Shared by a decision of the owner';
    return found.kind === 'emergency'
      ? `Opened by you in an emergency on ${day(found.at)}, until ${moment(found.until)}`
      : `Shared by a decision of ${day(found.at)}, until ${day(found.until)}`;
  }
}

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
