import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { list } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import { agesInWords } from '../ages.js';
import { personWords, type Forum } from '../nomination.js';
import { forumForm } from './start.form.js';

export function chooseForumPage(forums: readonly Forum[], form: Form = forumForm(forums.map(({ code }) => code)).blank()): PageAnswer {
  return page('nominations/start/choose-forum', {
    title: 'Which forum is it for?',
    back: '/nominations',
    form,
    items: forums.map((forum) => ({ value: forum.code, text: forum.name, hint: takesWords(forum) })),
  });
}

/** What the forum takes, in one line. */
function takesWords(forum: Forum): string {
  const ages = agesInWords(forum);
  return `People${ages === '' ? ' of any age' : ` ${ages}`}`;
}

export function startPage(forum: Forum, names: KnownNames, several: boolean, form: Form): PageAnswer {
  return page('nominations/start/start', {
    title: `Nominate someone to ${forum.name}`,
    back: several ? '/nominations/new' : '/nominations',
    form,
    forumName: forum.name,
    takes: takesWords(forum),
    criteria: forum.criteria.map(({ text }) => text),
    person: personWords(forum),
    ownerName: names.agency(forum.ownerAgencyId),
    coreNames: list(forum.coreAgencyIds.filter((id) => id !== forum.ownerAgencyId).map((id) => names.agency(id))),
    action: `/nominations/new/${forum.code}`,
  });
}

export function noForumPage(): PageAnswer {
  return page('nominations/start/no-forum', { title: 'There is no forum to nominate to', back: '/nominations' });
}
