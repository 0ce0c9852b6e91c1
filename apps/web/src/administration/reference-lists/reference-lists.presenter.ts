import type { ReferenceEntry, ReferenceList } from '@concordat/contracts-partnership-registry';
import { page, type PageAnswer } from '../../layout/answers.js';
import { shortDate, today } from '../../layout/times.js';
import type { Status } from '../tables.js';

export const LISTS = '/administration/reference-lists';

const WORDS: Readonly<Record<ReferenceList, { name: string; about: string }>> = {
  purposes: { name: 'Purposes', about: 'What information is shared for. Forums, agreements and services each name one.' },
  categories: { name: 'Categories of information', about: 'What agreements let people see, kind by kind.' },
  gateways: { name: 'Legal gateways', about: 'Laws that allow or require agencies to share.' },
  'closing-reasons': { name: 'Reasons for closing a case', about: 'A manager chooses one when a case is closed.' },
  'agency-kinds': { name: 'Kinds of agency', about: 'What sort of organisation an agency is.' },
  'service-kinds': { name: 'Kinds of service', about: 'What sort of help a service of the directory gives.' },
};

export function referenceListsPage(): PageAnswer {
  return page('administration/records/list', {
    title: 'Reference lists',
    back: '/administration',
    table: {
      caption: 'Reference lists',
      columns: ['List', 'What it is for'],
      rows: Object.entries(WORDS).map(([list, { name, about }]) => [{ text: name, href: `${LISTS}/${list}` }, { text: about }]),
    },
  });
}

function standing({ validFrom, validTo }: ReferenceEntry, now = today()): Status {
  if (validTo !== null && validTo <= now) return { text: 'No longer chosen', colour: 'grey' };
  return validFrom > now ? { text: 'Not yet', colour: 'blue' } : { text: 'In use', colour: 'green' };
}

export function referenceListPage(list: ReferenceList, entries: readonly ReferenceEntry[], success: string | null): PageAnswer {
  const { name, about } = WORDS[list];
  return page('administration/records/list', {
    title: name,
    caption: 'Reference list',
    back: LISTS,
    intro: `${about} An entry that is no longer chosen keeps its name on the records that have it.`,
    success,
    buttons: [{ text: 'Add an entry', href: `${LISTS}/${list}/new` }],
    table: {
      caption: name,
      actions: true,
      columns: ['Entry', 'Code in records', 'From', 'Until', 'State', 'History'],
      rows: entries.map((entry) => [
        { text: entry.name, href: `${LISTS}/${list}/${entry.id}` },
        { text: entry.code },
        { text: shortDate(entry.validFrom), together: true },
        { text: entry.validTo === null ? 'No end' : shortDate(entry.validTo), together: true },
        { tag: standing(entry) },
        { text: 'Changes', hidden: `of ${entry.name}`, href: `/administration/history/reference-entry/${entry.id}` },
      ]),
    },
    empty: 'The list has no entry yet.',
  });
}

export const listName = (list: ReferenceList): string => WORDS[list].name;
