import type { z } from 'zod';
import type { agendaKind, meetingState } from '@concordat/contracts-jag-cases';
import type { Tag } from './case-words.js';

export type AgendaKind = z.output<typeof agendaKind>;
export type MeetingState = z.output<typeof meetingState>;

export const AGENDA_KINDS: Readonly<Record<AgendaKind, string>> = {
  'new-nomination': 'New nomination',
  review: 'Review',
  closure: 'Closure',
  urgent: 'Urgent',
};

const MEETING_TAGS: Readonly<Record<MeetingState, Tag>> = {
  planned: { text: 'Planned', colour: 'blue' },
  open: { text: 'Open now', colour: 'green' },
  ended: { text: 'Ended', colour: 'grey' },
};

export function meetingTag(state: MeetingState): Tag {
  return MEETING_TAGS[state];
}
