import { NOMINATION_STEPS, type NominationAnswers, type NominationStep } from '@concordat/contracts-jag-cases';
import { AGE_OF_ATTORNEY, AGE_OF_OWN_CONSENT, ageAt, giverFault, type Instant, londonDate } from '@concordat/sharing';

type Person = NonNullable<NominationAnswers['person']>;
type Sharing = NonNullable<NominationAnswers['sharing']>;

/** By what a person is looked for among those known. */
export type Sought = Pick<Person, 'givenName' | 'familyName' | 'dateOfBirth'>;

export interface DraftFacts {
  answers: NominationAnswers;
  /** The person for whom the known people were last looked at; null when they never were. */
  lookedFor: Sought | null;
  now: Instant;
}

/**
 * Steps of a nomination without an acceptable answer. What a step's schema accepts is acceptable, but for a person
 * who was not looked for as they are written now, a view that is neither given nor explained, and a consent that its
 * giver cannot decide at the person's age.
 */
export function missingSteps({ answers, lookedFor, now }: DraftFacts): NominationStep[] {
  return NOMINATION_STEPS.filter((step) => {
    switch (step) {
      case 'person':
        return answers.person === undefined || lookedFor === null || !isSought(answers.person, lookedFor);
      case 'ownView':
        return answers.ownView === undefined || (answers.ownView.view === '' && answers.ownView.whyNot === '');
      case 'sharing':
        return answers.sharing === undefined || faultOfConsent(answers.sharing, answers.person, now) !== null;
      default:
        return answers[step] === undefined;
    }
  });
}

export function isSought(person: Sought, sought: Sought): boolean {
  return person.givenName === sought.givenName && person.familyName === sought.familyName && person.dateOfBirth === sought.dateOfBirth;
}

interface ConsentFault {
  field: 'givenBy' | 'competent' | 'givenOn';
  message: string;
}

/** What is wrong with a consent that would decide nothing, where it is and what to change; null when it stands. */
export function faultOfConsent(sharing: Sharing, person: Person | undefined, now: Instant): ConsentFault | null {
  if (sharing.basis !== 'consent' || person === undefined) return null;
  if (sharing.givenOn < person.dateOfBirth) return { field: 'givenOn', message: 'Consent cannot be given before the person was born: check both dates' };
  if (sharing.givenOn > londonDate(new Date(now))) return { field: 'givenOn', message: 'The date of consent must be today or in the past' };
  const age = ageAt(person.dateOfBirth, now);
  // What a child decided before may not be known to the nominator: it is not told by a refusal here.
  const fault = giverFault({ ...sharing, sixteen: age >= AGE_OF_OWN_CONSENT, eighteen: age >= AGE_OF_ATTORNEY, childDecided: false });
  switch (fault) {
    case null:
      return null;
    case 'child-not-competent':
      return {
        field: 'competent',
        message: 'A child under 16 who was not assessed as able to decide this cannot give consent: record the consent of someone with parental responsibility, or choose a legal gateway',
      };
    case 'parent-of-adult':
    case 'child-decided':
    case 'attorney-of-child':
      return { field: 'givenBy', message: 'From the age of 16 people give consent for themselves: record what they decided, or choose a legal gateway' };
  }
}
