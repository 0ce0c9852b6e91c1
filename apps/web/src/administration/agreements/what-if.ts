import type { Agreement, AgreementStatus } from '@concordat/contracts-partnership-registry';
import { whatIfRoutes, type AskedChange, type CountBand, type WhatIfCount } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import { Services } from '../../services/services.js';
import type { Table } from '../tables.js';
import type { AgreementLists } from './agreement-words.js';

const SHARING = { 'jag-cases': 'Cases', referrals: 'Referrals' } as const;
const SERVICES = ['jag-cases', 'referrals'] as const;

/** A count, and among what. */
type Counted = WhatIfCount & { where: string };

export interface Counts {
  opens: Counted[];
  closes: Counted[];
}

/** What a change would open and close; `later` while a service has not heard of the agreement as it is; null where the change opens and closes nothing by itself. */
export type Foreseen = Counts | 'later' | null;

/** From when it is told, and of whose signatures, depends on what changes. */
export type ChangeKind = 'into-force' | 'out-of-force' | 'signature';

/** What a change would open and close among the items of the visitor's own agency, in casework and in referrals. */
@Injectable()
export class WhatIf {
  constructor(private readonly services: Services) {}

  async ofMove(agreement: Agreement, status: AgreementStatus): Promise<Foreseen> {
    if (status !== 'active' && status !== 'suspended' && status !== 'ended') return null;
    if (status !== 'active' && agreement.status !== 'active') return null;
    return this.of(agreement, { status });
  }

  /** Null while it is not in force, when a signature changes nothing yet. */
  async ofSignature(agreement: Agreement, signature: { agencyId: string; signs: boolean }): Promise<Foreseen> {
    return agreement.status === 'active' ? this.of(agreement, { signature }) : null;
  }

  private async of({ id, version }: Agreement, change: AskedChange): Promise<Foreseen> {
    const ask = async (service: (typeof SERVICES)[number]): Promise<Counts> => {
      const { opens, closes } = await this.services.call(whatIfRoutes(service).whatIf, { params: { agreementId: id }, body: { version, change } });
      const placed = (counts: readonly WhatIfCount[]) => counts.map((count) => ({ ...count, where: SHARING[service] }));
      return { opens: placed(opens), closes: placed(closes) };
    };
    try {
      const answers = await Promise.all(SERVICES.map(ask));
      return { opens: answers.flatMap(({ opens }) => opens), closes: answers.flatMap(({ closes }) => closes) };
    } catch (error) {
      if (error instanceof RuleError && error.code === 'not-heard-yet') return 'later';
      throw error;
    }
  }
}

export const bandWords = ({ from, to }: CountBand): string => (to === null ? `${String(from)} or more` : `${String(from)} to ${String(to)}`);

const COUNTED: Readonly<Record<ChangeKind, string>> = {
  'into-force': 'As on its first day, or now if that is past, if every agency had signed.',
  'out-of-force': 'As from now on.',
  signature: 'As on its first day, or now if that is past.',
};

/** What `administration/agreements/what-if.njk` shows. */
export function whatIfOf(foreseen: Foreseen, of: ChangeKind, lists: AgreementLists): { counted: string; later: true } | { counted: string; opens: Table; closes: Table } | null {
  if (foreseen === null) return null;
  const counted = COUNTED[of];
  if (foreseen === 'later') return { counted, later: true };
  const { opens, closes } = foreseen;
  return { counted, opens: countsTable('What it would open', opens, lists), closes: countsTable('What it would close', closes, lists) };
}

/** Kinds of which there are fewer than 5 items are not among them, and there is no total. */
function countsTable(caption: string, counts: readonly Counted[], { agencies, purposes, categories }: AgreementLists): Table {
  return {
    caption,
    columns: ['Agency', 'Where', 'What for', 'What', 'Items of the kind'],
    rows: counts.map(({ agencyId, where, purpose, category, items }) => [
      { text: agencies.name(agencyId) },
      { text: where },
      { text: purposes.name(purpose) },
      { text: categories.name(category) },
      { text: bandWords(items), together: true },
    ]),
  };
}
