import type { listForums, readNominationDraft } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { z } from 'zod';

export type Draft = OutputOf<typeof readNominationDraft>;
export type Forum = OutputOf<typeof listForums>['items'][number];

/** An unfinished nomination as its pages use it. */
export interface Nomination {
  draft: Draft;
  /** Null when the forum is no longer held. */
  forum: Forum | null;
  /** The page was opened from "Check your answers" and leads back there. */
  checking: boolean;
}

const fromCheck = z.object({ from: z.literal('check') });

export function isFromCheck(query: unknown): boolean {
  return fromCheck.safeParse(query).success;
}

/** The address of one page of a nomination; without a path, of its list of tasks. */
export function addressOf({ draft, checking }: Pick<Nomination, 'draft' | 'checking'>, path = ''): string {
  if (path === '') return `/nominations/${draft.id}`;
  return `/nominations/${draft.id}/${path}${checking && path !== 'check' ? '?from=check' : ''}`;
}

/** Whom a nomination to this forum is about, in the words of its pages. */
export function personWords(forum: Pick<Forum, 'maximumAge'> | null): 'young person' | 'person' {
  return forum !== null && forum.maximumAge !== null && forum.maximumAge < 18 ? 'young person' : 'person';
}

/** Forums to which a person can be nominated. */
export function forumsForPeople(forums: readonly Forum[]): Forum[] {
  return forums.filter(({ subjectKinds }) => subjectKinds.includes('person'));
}
