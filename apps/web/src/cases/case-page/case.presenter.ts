import type { listOutcomes } from '@concordat/contracts-jag-cases';
import { AUDIT_READERS, type OutputOf } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { KEEPERS } from '../../layout/roles.js';
import type { KnownNames } from '../../services/names.js';
import type { Visit } from '../../session/visit.js';
import { personName, type CaseFile } from '../case-file.js';
import { stateTag } from '../words/case-words.js';
import { criteriaRows, headerRows, type CodeNames } from './case-header.presenter.js';
import { itemGroups, withheldLines, type ItemForms } from './case-items.presenter.js';
import { outcomeRows, stateRows } from './case-progress.presenter.js';
import { actionRows, circleRows, referralCards } from './case-work.presenter.js';
import { nextSteps } from './next-steps.presenter.js';

export interface CasePageAnswers {
  file: CaseFile;
  forms: ItemForms;
  outcomes: OutputOf<typeof listOutcomes>['items'];
  names: KnownNames;
  codes: CodeNames;
}

export function casePage({ file, forms, outcomes, names, codes }: CasePageAnswers, visit: Visit, success: string | null): PageAnswer {
  return page('cases/case-page/case', {
    title: `Case ${file.reference}`,
    back: '/cases',
    success,
    caseId: file.id,
    reference: file.reference,
    forumName: file.forumName,
    state: stateTag(file.state),
    header: headerRows(file, names, codes),
    criteria: criteriaRows(file),
    next: nextSteps(file),
    may: file.may,
    groups: itemGroups(file, forms, names, visit.acting?.agencyId ?? null),
    withheld: withheldLines(file, names),
    actions: actionRows(file.actions, names),
    referrals: referralCards(file),
    circle: circleRows(file, names),
    states: stateRows(file, names),
    outcome: outcomeRows(file, outcomes),
    contents: contentsOf(file),
    safety: safetyLinks(file, visit),
  });
}

/** Links to the parts of a long page. */
function contentsOf(file: CaseFile): { id: string; text: string }[] {
  return [
    { id: 'information', text: 'Information' },
    { id: 'actions', text: `Actions (${file.actions.length})` },
    ...(file.referrals.length > 0 || file.may.refer ? [{ id: 'referrals', text: `Referrals (${file.referrals.length})` }] : []),
    { id: 'circle', text: 'Agencies of this case' },
    { id: 'states', text: 'Time in each state' },
  ];
}

/** How the people of it are reached, who has seen it and looked at it, who is kept from it, and a way out for somebody who knows the person. */
function safetyLinks({ id, ownerAgencyId, people }: CaseFile, visit: Visit): { text: string; href: string }[] {
  const owner = visit.acting?.agencyId === ownerAgencyId;
  const keeps = owner && visit.hasRole(...KEEPERS);
  const contact = (person: CaseFile['people'][number], several: boolean): { text: string; href: string } => ({
    text: several ? `Safe contact with ${personName(person)}` : 'How and when contact is safe', href: `/cases/${id}/people/${person.subjectId}/reach`,
  });
  return [
    ...people.map((person) => contact(person, people.length > 1)),
    { text: 'Who has seen what, and why', href: `/cases/${id}/seen` },
    ...(owner && visit.hasRole(...AUDIT_READERS) ? [{ text: 'Who has looked at this case', href: `/cases/${id}/looks` }] : []),
    ...(keeps ? [{ text: 'Who is kept from this case', href: `/cases/${id}/protections` }] : []),
    { text: 'I know somebody of this case', href: `/cases/${id}/conflict` },
  ];
}
