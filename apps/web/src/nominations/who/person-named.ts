import type { NominationAnswers } from '@concordat/contracts-jag-cases';

type Person = NonNullable<NominationAnswers['person']>;

/** The person as now named. Another name or date of birth means that nobody known was chosen yet; the rest stays. */
export function personNamed({ givenName, familyName, dateOfBirth }: Pick<Person, 'givenName' | 'familyName' | 'dateOfBirth'>, before: Person | undefined): Person {
  const same = before?.givenName === givenName && before.familyName === familyName && before.dateOfBirth === dateOfBirth;
  return {
    subjectId: same ? before.subjectId : null,
    givenName,
    familyName,
    dateOfBirth,
    otherNames: before?.otherNames ?? '',
    school: before?.school ?? '',
    address: before?.address ?? '',
  };
}
