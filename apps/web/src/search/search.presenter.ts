import type { readSearch } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { whyNamed } from '../cases/case-file.js';
import { stateTag } from '../cases/words/case-words.js';
import { page, type PageAnswer } from '../layout/answers.js';
import { date } from '../layout/times.js';
import { count, list } from '../layout/words.js';
import { searchForm } from './search.form.js';

export type Found = OutputOf<typeof readSearch>;

/** Pages of searching show the box themselves, larger than the one at the top of every other page. */
const shared = { searchInMain: true };

export function searchPage(form = searchForm.blank()): PageAnswer {
  return page('search/search', { ...shared, title: 'Search', form });
}

export function expiredPage(): PageAnswer {
  return page('search/search', { ...shared, title: 'This search has ended', status: 404, form: searchForm.blank(), ended: true });
}

/** The title says nothing of what was typed: it stays in the browser's history. */
export function resultsPage({ text, items }: Found): PageAnswer {
  return page('search/results', {
    ...shared,
    title: 'Search results',
    form: searchForm.blank({ text }),
    heading: items.length === 0 ? 'Nothing found' : `${count(items.length, 'case')} found`,
    results: items.map((row) => ({
      href: `/cases/${row.id}`,
      reference: row.reference,
      state: stateTag(row.state),
      people: peopleWords(row.people),
      why: whyNamed(row.people),
      forum: row.forumName,
      nominated: date(row.nominatedAt),
    })),
  });
}

/** Names that the reader may see, and how many people besides. */
function peopleWords(people: Found['items'][number]['people']): string {
  const named = people.map(({ name }) => name).filter((name) => name !== null);
  const hidden = people.length - named.length;
  if (hidden === 0) return list(named);
  if (named.length === 0) return 'Name not shared with you';
  return list([...named, hidden === 1 ? 'one person whose name is not shared with you' : `${hidden} people whose names are not shared with you`]);
}
