import type { recordHistory } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import { FIELD_WORDS, KINDS, valueWords, type RecordKind } from './history-words.js';

type Changes = OutputOf<typeof recordHistory>['changes'];

/** Who changed what, from what to what, when and why; the newest first. */
export function historyPage(kind: RecordKind, recordId: string, changes: Changes, names: KnownNames): PageAnswer {
  const { called, page: shownAt } = KINDS[kind];
  const agency = (id: string) => names.agency(id);
  return page('administration/history/history', {
    title: `History of ${called}`,
    back: shownAt(recordId),
    empty: 'Nothing has been changed since it was added.',
    table: {
      caption: 'Changes, the newest first',
      columns: ['When', 'Who', 'Detail', 'Was', 'Became', 'Why'],
      rows: changes.map(({ field, from, to, by, at, why }) => [
        { text: dateTime(at) },
        { text: names.user(by) },
        { text: FIELD_WORDS[field] ?? codeWords(field) },
        { text: valueWords(field, from, agency) },
        { text: valueWords(field, to, agency) },
        { text: why ?? '' },
      ]),
    },
  });
}
