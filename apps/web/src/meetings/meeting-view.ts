import type { readMeeting } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';

/** A meeting as its service answers it: an agenda of the cases that this reader may see. */
export type MeetingView = OutputOf<typeof readMeeting>;
export type AgendaEntry = MeetingView['agenda'][number];
