import type { Forum, listForums } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { count, list } from '../../layout/words.js';
import type { AgencyChoices, ListedChoices } from '../choices.js';
import { agesInWords } from '../fields.js';
import type { Confirmation } from '../records/confirmation.js';
import type { ForumOptions } from './forum.form.js';

export const FORUMS = '/administration/forums';

export const FORUM_DONE = { added: 'The forum has been added', changed: 'The forum has been changed', ended: 'The forum has ended', resumed: 'The forum is held again' } as const;

const KIND_WORDS: Readonly<Record<Forum['subjectKinds'][number], string>> = { person: 'People', group: 'Groups', place: 'Places' };

const KIND_ITEMS = Object.entries(KIND_WORDS).map(([value, text]) => ({ value, text }));

const kindsInWords = (kinds: Forum['subjectKinds']): string => {
  const words = list(kinds.map((kind) => KIND_WORDS[kind].toLowerCase()));
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function forumsPage(forums: OutputOf<typeof listForums>, agencies: AgencyChoices, ended: boolean, after: string | null): PageAnswer {
  return page('administration/records/list', {
    title: ended ? 'Forums that are no longer held' : 'Forums',
    back: ended ? FORUMS : '/administration',
    intro: ended ? undefined : 'A forum is where agencies decide together on cases, such as a joint action group.',
    buttons: ended ? [] : [{ text: 'Add a forum', href: `${FORUMS}/new` }],
    table: {
      caption: 'Forums by name',
      columns: ['Forum', 'References begin', 'About', 'Ages', 'Run by'],
      rows: forums.items.map((forum) => [
        { text: forum.name, href: `${FORUMS}/${forum.id}` },
        { text: forum.referencePrefix },
        { text: kindsInWords(forum.subjectKinds) },
        { text: agesInWords(forum.minimumAge, forum.maximumAge) },
        { text: agencies.name(forum.ownerAgencyId) },
      ]),
    },
    empty: ended ? 'Every forum is still held.' : 'There is no forum yet. Add the first one: nobody can be nominated before.',
    next: forums.next,
    base: ended ? `${FORUMS}?ended=yes` : FORUMS,
    after,
    other: ended ? undefined : { text: 'Forums that are no longer held', href: `${FORUMS}?ended=yes` },
  });
}

export function forumPage(forum: Forum, agencies: AgencyChoices, purposes: ListedChoices, success: string | null): PageAnswer {
  const here = `${FORUMS}/${forum.id}`;
  return page('administration/records/record', {
    title: 'Forum',
    back: FORUMS,
    success,
    caption: 'Forum',
    heading: forum.name,
    note: forum.active ? null : 'This forum is no longer held. Nobody can be nominated to it; its cases go on.',
    rows: [
      { key: 'References begin', text: forum.referencePrefix },
      { key: 'What it is for', text: purposes.name(forum.purpose) },
      { key: 'Cases are about', text: kindsInWords(forum.subjectKinds) },
      { key: 'Ages', text: agesInWords(forum.minimumAge, forum.maximumAge) },
      { key: 'Run by', text: agencies.name(forum.ownerAgencyId) },
      { key: 'Core agencies', text: forum.coreAgencyIds.length === 0 ? 'None' : forum.coreAgencyIds.map((id) => agencies.name(id)).join('\n') },
      { key: 'Agenda goes out', text: forum.agendaDays === 0 ? 'On the day of the meeting' : `${count(forum.agendaDays, 'working day')} before a meeting` },
    ],
    buttons: [
      { text: 'Change this forum', href: `${here}/change` },
      forum.active ? { text: 'End this forum', href: `${here}/end`, warning: true } : { text: 'Hold it again', href: `${here}/resume` },
    ],
    sections: [
      {
        heading: 'Criteria',
        empty: 'It has no criteria: whoever screens a nomination judges by themselves.',
        table: { caption: 'Criteria', columns: ['Criterion', 'Code in records'], rows: forum.criteria.map(({ code, text }) => [{ text }, { text: code }]) },
      },
    ],
    history: `/administration/history/forum/${forum.id}`,
  });
}

export function forumFormPage(form: Form, { purposes, agencies }: ForumOptions, forum: Forum | null): PageAnswer {
  return page('administration/forums/forum-form', {
    title: forum === null ? 'Add a forum' : 'Change a forum',
    back: forum === null ? FORUMS : `${FORUMS}/${forum.id}`,
    caption: forum?.name ?? 'Forums',
    form,
    purposes,
    agencies,
    kinds: KIND_ITEMS,
    adds: forum === null,
  });
}

export const endingForum = (forum: Forum): Confirmation => ({
  title: 'End a forum',
  caption: 'Forum',
  heading: `End ${forum.name}?`,
  consequences: ['nobody can be nominated to it any more', 'cases that it has go on until they are closed', 'it can be held again'],
  button: 'End forum',
  warning: true,
  back: `${FORUMS}/${forum.id}`,
});

export const resuming = (forum: Forum): Confirmation => ({
  title: 'Hold a forum again',
  caption: 'Forum',
  heading: `Hold ${forum.name} again?`,
  consequences: ['people can be nominated to it again', 'its criteria and agencies are as they were'],
  button: 'Hold it again',
  warning: false,
  back: `${FORUMS}/${forum.id}`,
});
