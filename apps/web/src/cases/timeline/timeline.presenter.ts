import { page, type PageAnswer } from '../../layout/answers.js';
import type { CaseFile } from '../case-file.js';
import { stateTag } from '../words/case-words.js';
import { tellEntry, type TimelineEntry, type TimelineLookup } from './timeline-words.js';

export function timelinePage(
  file: CaseFile,
  { items, next }: { items: readonly TimelineEntry[]; next: string | null },
  lookup: TimelineLookup,
  after: string | null,
): PageAnswer {
  return page('cases/timeline/timeline', {
    title: `Timeline of case ${file.reference}`,
    back: `/cases/${file.id}`,
    caseId: file.id,
    reference: file.reference,
    forumName: file.forumName,
    state: stateTag(file.state),
    events: items.map((entry) => tellEntry(entry, lookup)),
    next,
    base: `/cases/${file.id}/timeline`,
    after,
  });
}
