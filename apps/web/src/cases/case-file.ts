import type { readCase } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';

/** A case as its service answers it: what this reader may see. */
export type CaseFile = OutputOf<typeof readCase>;
export type CaseItem = CaseFile['items'][number];
export type CaseAction = CaseFile['actions'][number];
export type CaseReferral = CaseFile['referrals'][number];

/** A person of a case by the name that the reader may see. */
export function personName({ name }: CaseFile['people'][number]): string {
  return name ?? 'Name not shared with you';
}

export function peopleNames(people: CaseFile['people']): string {
  return people.map(personName).join(', ');
}

/** Why the reader can see the names, each reason once. */
export function whyNamed(people: CaseFile['people']): string[] {
  return [...new Set(people.flatMap(({ why }) => why))];
}

/** Agencies that take part in the case now: its owner, and those with a place in the circle that has not ended. */
export function agenciesNow({ ownerAgencyId, circle }: Pick<CaseFile, 'ownerAgencyId' | 'circle'>, now = new Date()): string[] {
  return [...new Set([ownerAgencyId, ...circle.filter((entry) => isPlaceOpen(entry, now)).map((entry) => entry.agencyId)])];
}

export function isPlaceOpen({ from, to }: CaseFile['circle'][number], now = new Date()): boolean {
  return new Date(from) <= now && (to === null || new Date(to) > now);
}

/** What is known of who each person is, from all items of identity that the reader may see; the later is the better known. */
export function identitiesIn({ people, items }: Pick<CaseFile, 'people' | 'items'>): Partial<Record<string, string>>[] {
  return people.map(({ subjectId }) => {
    const known = items.filter((item) => item.subjectId === subjectId && item.category === 'identity');
    return Object.fromEntries(known.flatMap(({ fields }) => Object.entries(fields)));
  });
}
