import { evaluationRequest, type EvaluationAnswer, type EvaluationRequest, type EvaluationSemantic, type EvaluationsRequest } from '@concordat/contracts-protocol';

/** A question with what it leaves out filled in from the top; null where something is still missing. */
export function completed(top: EvaluationsRequest, one: NonNullable<EvaluationsRequest['evaluations']>[number]): EvaluationRequest | null {
  const { subject = top.subject, action = top.action, resource = top.resource, context = top.context } = one;
  const read = evaluationRequest.safeParse({ subject, action, resource, ...(context === undefined ? {} : { context }) });
  return read.success ? read.data : null;
}

/** Whether an answer ends the rest: `&&` ends at a denial, `||` at a permit. */
export function ends(semantic: EvaluationSemantic, { decision }: EvaluationAnswer): boolean {
  switch (semantic) {
    case 'execute_all':
      return false;
    case 'deny_on_first_deny':
      return !decision;
    case 'permit_on_first_permit':
      return decision;
  }
}
