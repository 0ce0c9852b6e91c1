import { isDeepStrictEqual } from 'node:util';
import { getAgreement, type Agreement } from '@concordat/contracts-partnership-registry';
import { StaleVersionError } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import { Choices } from '../choices.js';
import { valueWords } from '../history/history-words.js';
import { termSentences, type AgreementLists, type Term } from './agreement-words.js';

const { terms: termList, parties: partyList } = getAgreement.response.shape;
type Party = Agreement['parties'][number];

/** What somebody else changed of an agreement meanwhile, in the words of its pages. */
@Injectable()
export class AgreementChanges {
  constructor(private readonly choices: Choices) {}

  /** Asks for a change. @throws StaleVersionError whose values are words */
  async inWords<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StaleVersionError)) throw error;
      const lists = await this.choices.ofAgreements();
      throw new StaleVersionError({ current: error.current, changes: error.changes.map((change) => ({ ...change, ...changeWords(change, lists) })) });
    }
  }
}

/** Both sides of a change: of lists of terms and of agencies what is not on both alone. */
export function changeWords({ field, from, to }: { field: string; from: unknown; to: unknown }, lists: AgreementLists): { from: string; to: string } {
  const agency = (id: string): string => lists.agencies.name(id);
  switch (field) {
    case 'terms':
      return only(termList.safeParse(from).data ?? [], termList.safeParse(to).data ?? [], ({ id: _id, number: _number, ...term }: Term) => term, (term) => `Term ${String(term.number)}. ${termSentences(term, lists).join(' ')}`);
    case 'parties':
      return only(partyList.safeParse(from).data ?? [], partyList.safeParse(to).data ?? [], (party: Party) => party, (party) => partySentence(party, agency));
    case 'purposes':
      return { from: namesIn(from, lists), to: namesIn(to, lists) };
    default:
      return { from: valueWords(field, from, agency), to: valueWords(field, to, agency) };
  }
}

function only<Entry>(from: readonly Entry[], to: readonly Entry[], known: (entry: Entry) => object, words: (entry: Entry) => string): { from: string; to: string } {
  const has = (list: readonly Entry[], entry: Entry): boolean => list.some((other) => isDeepStrictEqual(known(other), known(entry)));
  const side = (these: readonly Entry[], those: readonly Entry[]): string => these.filter((entry) => !has(those, entry)).map(words).join('\n') || 'Nothing more';
  return { from: side(from, to), to: side(to, from) };
}

const partySentence = ({ agencyId, contact, signatory }: Party, agency: (id: string) => string): string =>
  `${agency(agencyId)}: ${contact === null ? 'nobody to ask yet' : `${contact.name}, ${contact.email}`}; ${signatory === null ? 'nobody who signs yet' : `signed by ${signatory.name}`}`;

const namesIn = (value: unknown, { purposes }: AgreementLists): string => (Array.isArray(value) && value.length > 0 ? value.map((code) => purposes.name(String(code))).join('\n') : 'Nothing');
