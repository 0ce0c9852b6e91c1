import { makeTransition, readCase, type Transition } from '@concordat/contracts-jag-cases';
import type { RouteClient } from '@concordat/testing';

/** Makes a transition from the version that there is. */
export async function move(mover: RouteClient, caseId: string, transition: Transition) {
  const { version } = (await mover.call(readCase, { params: { caseId } })).body;
  return mover.call(makeTransition, { params: { caseId }, body: { version, transition } });
}

/** Takes a nomination to its acceptance with a circle. */
export async function accept(coordinator: RouteClient, caseId: string, leadUserId: string, circle: string[]): Promise<void> {
  await move(coordinator, caseId, { to: 'screening', duplicatesChecked: true, activityElsewhere: '' });
  const criteria = ['age', 'risk'].map((code) => ({ code, met: true, explanation: '' }));
  await move(coordinator, caseId, { to: 'accepted', criteria, leadUserId, circle });
}
