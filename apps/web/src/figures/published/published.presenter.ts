import type { listPublishedMarks } from '@concordat/contracts-indicators';
import type { OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { codeWords } from '../../layout/words.js';
import { movementWords, travelTag } from '../words/figure-words.js';

/** Printed marks beside what the figures give: the two are never mixed. */
export function publishedPage({ items, next }: OutputOf<typeof listPublishedMarks>, after: string | null): PageAnswer {
  return page('figures/published/published', {
    title: 'Published marks',
    rows: items.map((mark) => ({
      measure: mark.measure.name,
      area: mark.area.name,
      comparison: codeWords(mark.comparison),
      published: [mark.publishedArrow, mark.publishedProgress, mark.publishedQuartile].flatMap((one) => (one === null ? [] : [codeWords(one)])).join(', '),
      convention: mark.convention === 'movement' ? 'the number’s movement' : 'better or worse',
      computed: computedWords(mark),
      differs: mark.agrees === false,
    })),
    next,
    after,
  });
}

function computedWords({ computed, computedQuartile }: OutputOf<typeof listPublishedMarks>['items'][number]): string {
  if (computed === null) return 'Nothing to compute it from';
  const quartile = computedQuartile === null ? '' : `, ${computedQuartile === 'average' ? 'middle half' : `${computedQuartile} quarter`} of all areas`;
  return `${movementWords(computed)}, ${travelTag(computed.travel).text.toLowerCase()}${quartile}`;
}
