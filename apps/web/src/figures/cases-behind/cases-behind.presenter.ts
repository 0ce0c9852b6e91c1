import type { readCaseworkFigures } from '@concordat/contracts-indicators';
import type { listFigureCases } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { peopleNames, whyNamed } from '../../cases/case-file.js';
import { stateTag } from '../../cases/words/case-words.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { shortDate } from '../../layout/times.js';
import type { Asked } from './cases-behind.controller.js';

type Figures = OutputOf<typeof readCaseworkFigures>;

export function casesBehindPage(asked: Asked, { year, quarters, rows }: Figures, cases: OutputOf<typeof listFigureCases>): PageAnswer {
  const row = rows.find(({ measure, forum }) => measure === asked.measure && (forum?.code ?? undefined) === asked.forum);
  const period = asked.quarter === undefined ? year : quarters[Number(asked.quarter) - 1];
  return page('figures/cases-behind/cases-behind', {
    title: 'Cases behind a figure',
    back: `/figures?year=${asked.year}`,
    heading: row?.name ?? 'Cases behind a figure',
    period: period?.label ?? '',
    rows: cases.items.map((one) => ({
      href: `/cases/${one.id}`,
      reference: one.reference,
      people: peopleNames(one.people),
      why: whyNamed(one.people),
      state: stateTag(one.state),
      nominated: shortDate(one.nominatedAt),
    })),
    next: cases.next,
    base: `/figures/cases?${figureOf(asked)}`,
    after: asked.after ?? null,
  });
}

/** The figure as the address holds it, without the page of its cases. */
function figureOf({ measure, forum, year, quarter }: Asked): string {
  return new URLSearchParams({ measure, year, ...(forum === undefined ? {} : { forum }), ...(quarter === undefined ? {} : { quarter }) }).toString();
}
