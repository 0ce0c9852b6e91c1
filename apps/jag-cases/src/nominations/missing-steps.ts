import { NOMINATION_STEPS, type NominationAnswers, type NominationStep } from '@concordat/contracts-jag-cases';

/** Steps of a nomination without an acceptable answer. What a step's schema accepts is acceptable, but for a view that is neither given nor explained. */
export function missingSteps(answers: NominationAnswers): NominationStep[] {
  return NOMINATION_STEPS.filter((step) => (step === 'ownView' ? !hasOwnView(answers.ownView) : answers[step] === undefined));
}

function hasOwnView(ownView: NominationAnswers['ownView']): boolean {
  return ownView !== undefined && (ownView.view !== '' || ownView.whyNot !== '');
}
