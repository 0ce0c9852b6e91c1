import type { listItemForms } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { date } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import { keptMeansWords } from '../../safe-contact/plan-words.js';
import type { KnownNames } from '../../services/names.js';
import { isPlan } from '../items/item-fields.js';
import { personName, type CaseFile, type CaseItem } from '../case-file.js';

export type ItemForms = OutputOf<typeof listItemForms>['items'];

export interface ItemCard {
  title: string;
  rows: { key: string; text: string }[];
  why: string;
  marked: boolean;
  /** Where it is changed; null for an item of another agency. */
  change: string | null;
  /** Where it is said how it is kept; null for an item of another agency. */
  keep: string | null;
}

export interface ItemGroup {
  name: string;
  cards: ItemCard[];
}

/** What is known about the people of the case, by category, each with whose it is and why this reader can see it. */
export function itemGroups(file: CaseFile, forms: ItemForms, names: KnownNames, readerAgencyId: string | null): ItemGroup[] {
  const shownElsewhere = new Set(file.actions.flatMap(({ what, result }) => (result === null ? [what] : [what, result])));
  return forms.flatMap((form) => {
    const items = file.items.filter((item) => item.category === form.category && !isOfAction(item, shownElsewhere));
    if (items.length === 0) return [];
    return [{ name: form.name, cards: items.map((item) => itemCard(item, form, file, names, readerAgencyId)) }];
  });
}

/** What an action is, and what came of it, is said with the action. */
function isOfAction({ fields }: CaseItem, texts: ReadonlySet<string>): boolean {
  const [[code, value] = ['', ''], ...others] = Object.entries(fields);
  return others.length === 0 && (code === 'action' || code === 'result') && texts.has(value);
}

function itemCard(item: CaseItem, form: ItemForms[number], file: CaseFile, names: KnownNames, readerAgencyId: string | null): ItemCard {
  const about = file.people.find(({ subjectId }) => subjectId === item.subjectId);
  const whom = file.people.length > 1 && about !== undefined ? ` about ${personName(about)}` : '';
  const own = item.ownerAgencyId === readerAgencyId;
  return {
    title: `From ${names.agency(item.ownerAgencyId)}${whom}, ${date(item.addedAt)}`,
    rows: fieldsOf(item, form),
    why: item.why.join('. '),
    marked: item.marking === 'victim-safety',
    change: own && file.may.addItem ? changeOf(file, item) : null,
    keep: own ? `/cases/${file.id}/items/${item.id}/protection` : null,
  };
}

/** A plan for safe contact is changed where it is written. */
const changeOf = (file: CaseFile, { id, subjectId, fields }: CaseItem): string =>
  isPlan(fields) ? `/cases/${file.id}/people/${subjectId}/safe-contact` : `/cases/${file.id}/items/${id}/change`;

/** In the order of the category's form; a field that the form does not know comes last, by its code. */
function fieldsOf({ fields }: CaseItem, form: ItemForms[number]): { key: string; text: string }[] {
  const known = form.fields.flatMap(({ code, name }) => (fields[code] === undefined ? [] : [{ key: name, text: code === 'safeMeans' ? keptMeansWords(fields[code]) : valueWords(fields[code]) }]));
  const codes = new Set(form.fields.map(({ code }) => code));
  const others = Object.entries(fields).filter(([code]) => !codes.has(code));
  return [...known, ...others.map(([code, value]) => ({ key: codeWords(code), text: valueWords(value) }))];
}

/** A date of birth is kept as `2012-03-04`. */
function valueWords(value: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? date(value) : value;
}

/** Whom to ask for what is there and withheld. */
export function withheldLines({ withheld }: CaseFile, names: KnownNames): string[] {
  return withheld.map(({ ownerAgencyId, reason }) => {
    const agency = names.agency(ownerAgencyId);
    const why = reason === 'no-consent' ? 'there is no consent to share it with your agency' : 'no agreement lets your agency see it';
    return `${agency} holds more information about this case, and ${why}. Ask ${agency} if you need it.`;
  });
}
