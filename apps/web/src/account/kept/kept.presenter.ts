import { page, type PageAnswer } from '../../layout/answers.js';
import type { KeptForm } from '../../session/kept-forms.js';

/** Why a form did not arrive: its session had ended, or its sender had to say first who they are. */
export type Interruption = 'session-ended' | 'to-confirm';

const WORDS = {
  'session-ended': { title: 'You are signed in again', text: 'What you typed before your session ended is kept, but not yet sent.', send: 'Send what I typed' },
  'to-confirm': { title: 'You can go on now', text: 'What you were about to do is kept, but not yet done.', send: 'Do it now' },
} as const;

/** A form that was interrupted, to be sent to where it was going. Its key is the old one: if it had arrived after all, it acts once. */
export function keptPage(kept: KeptForm, why: Interruption): PageAnswer {
  return page('account/kept/kept', { ...WORDS[why], path: kept.path, kept: kept.fields.map(([name, value]) => ({ name, value })) });
}
