import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';

export function planMeetingPage(forums: readonly { code: string; name: string }[], form: Form): PageAnswer {
  return page('meetings/plan/plan-meeting', {
    title: 'Plan a meeting',
    back: '/meetings',
    form,
    forumItems: forums.map(({ code, name }) => ({ value: code, text: name })),
  });
}
