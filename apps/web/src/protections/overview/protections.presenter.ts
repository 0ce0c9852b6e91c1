import type { OutputOf, protectionRoutes } from '@concordat/contracts-protocol';
import { done, page, type PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { codeWords, list } from '../../layout/words.js';
import { RELATION_WORDS } from '../relations.js';
import type { KnownNames } from '../../services/names.js';
import type { recordOf } from '../record.js';

export type Protections = OutputOf<ReturnType<typeof protectionRoutes>['read']>;

export function protectionsPage(found: Protections, names: KnownNames, { home, word }: ReturnType<typeof recordOf>, query: unknown): PageAnswer {
  const personOf = (subjectId: string) => found.people.find((person) => person.subjectId === subjectId);
  return page('protections/overview/protections', {
    title: `Who is kept from this ${word}`,
    back: found.reference === null ? '/' : home,
    success: done(query, {
      registered: 'The register has been changed', ended: 'The entry has ended', excluded: 'They can no longer see it', 'let-in': 'They can see it again', answered: 'Your answer has been recorded',
    }),
    home,
    word,
    reference: found.reference,
    may: found.may,
    nearMatches: found.nearMatches.map((match) => {
      const person = found.register.find(({ id }) => id === match.registeredPersonId);
      return {
        address: `${home}/protections/near-matches/${match.id}`,
        name: names.user(match.userId),
        agency: names.agency(match.agencyId),
        like: person?.who.kind === 'person' ? person.who.name : 'somebody in the register',
        relative: match.likeness === 'relative',
      };
    }),
    register: found.register.map(({ id, subjectId, who, from, to, why, addedByUserId, elsewhere }) => ({
      who: who.kind === 'user' ? names.user(who.userId) : who.kind === 'agency' ? names.agency(who.agencyId) : `${who.name} (${RELATION_WORDS[who.relation].toLowerCase()})`,
      about: personOf(subjectId)?.name ?? `Person of the ${word}`,
      whyNamed: personOf(subjectId)?.why ?? [],
      from: date(from),
      to: to === null ? 'No end' : date(to),
      why: why ?? '',
      by: elsewhere ? `Came with the ${word === 'case' ? 'referral' : 'case'}` : names.user(addedByUserId),
      end: elsewhere ? null : `${home}/protections/register/${id}/end`,
    })),
    items: found.items.map(({ id, category, fields, marking, existenceShown, addedAt }) => ({
      href: `${home}/items/${id}/protection`,
      what: `${codeWords(category)}: ${list(fields.map((code) => codeWords(code).toLowerCase()))}`,
      kept: marking === 'victim-safety' ? 'Named people only' : existenceShown ? 'Others may be told that it exists' : 'Those who may read it',
      added: date(addedAt),
    })),
    exclusions: found.exclusions.map(({ id, userId, why, since, addedByUserId }) => ({
      who: names.user(userId), why: why ?? '', since: date(since), by: names.user(addedByUserId), end: `${home}/protections/exclusions/${id}/end`,
    })),
  });
}
