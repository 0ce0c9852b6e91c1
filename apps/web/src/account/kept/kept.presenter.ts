import { page, type PageAnswer } from '../../layout/answers.js';
import type { KeptForm } from '../../session/kept-forms.js';

/** A form that was interrupted, to be sent to where it was going. Its key is the old one: if it had arrived after all, it acts once. */
export function keptPage(kept: KeptForm): PageAnswer {
  return page('account/kept/kept', {
    title: 'You are signed in again',
    path: kept.path,
    kept: kept.fields.map(([name, value]) => ({ name, value })),
  });
}
