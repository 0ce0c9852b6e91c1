import { PERSON_ANSWERS, type ConsentRoutes, type OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import { codeWords, list } from '../../layout/words.js';
import type { KnownNames } from '../../services/names.js';
import type { SharingPlace } from '../place.js';
import { ANSWER_WORDS, GIVER_WORDS, STATE_TAGS } from '../words/consent-words.js';

export type ConsentFile = OutputOf<ConsentRoutes['list']>;

export const nameOf = ({ people }: Pick<ConsentFile, 'people'>, subjectId: string): string => people.find((one) => one.subjectId === subjectId)?.name ?? 'Name not shared with you';

export function consentsPage(place: SharingPlace, file: ConsentFile, names: KnownNames, success: string | null): PageAnswer {
  const { base } = place;
  return page('sharing/consents/consents', {
    title: 'Consent to share',
    // Who may know of the record, and not of the case itself, has no page of the case to go back to.
    back: file.may.record ? base : '/notices',
    success,
    base,
    kind: place.kind,
    reference: file.reference,
    may: file.may,
    consents: file.consents.map((one) => ({
      href: `${base}/consents/${one.id}`,
      about: nameOf(file, one.subjectId),
      what: list(one.categories.map(codeWords)),
      to: list(one.recipientAgencyIds.map((id) => names.agency(id))),
      by: GIVER_WORDS[one.givenBy],
      on: date(one.recordedAt),
      state: STATE_TAGS[one.state],
    })),
    answers: PERSON_ANSWERS.map((kind) => ({
      ...ANSWER_WORDS[kind],
      href: `${base}/consents/answers/${kind}`,
      given: file.answers
        .filter((one) => one.kind === kind)
        .map((one) => ({ title: one.answer === 'yes' ? 'Yes' : 'No', at: one.on, by: `${names.user(one.recordedByUserId)}, ${names.agency(one.agencyId)}`, text: `${one.by}: ${one.about}` })),
    })),
    relations: file.relations.map((one) => ({
      name: one.name,
      what: codeWords(one.relationship),
      harm: one.harm === null || one.harmAllegedFrom === null ? null : `Since ${dateTime(one.harmAllegedFrom)}: ${one.harm.what} (${one.harm.source})`,
    })),
  });
}
