import type { NominationAnswers } from '@concordat/contracts-jag-cases';
import type { Category } from '@concordat/contracts-protocol';
import { DateTime } from 'luxon';

/** Every step answered: what a nomination is sent with. */
export type CompleteAnswers = Required<{ [Step in keyof NominationAnswers]: NonNullable<NominationAnswers[Step]> }>;

export interface NominationItem {
  category: Category;
  fields: Record<string, string>;
}

/** What a nomination says, as items of the nominating agency: a field that was left empty is not there. */
export function itemsOfNomination(answers: CompleteAnswers): NominationItem[] {
  const { person, danger, incidents, told, ownView, sharing } = answers;
  const items: NominationItem[] = [
    {
      category: 'identity',
      fields: { givenName: person.givenName, familyName: person.familyName, otherNames: person.otherNames, dateOfBirth: person.dateOfBirth, school: person.school },
    },
    { category: 'address', fields: { address: person.address } },
    { category: 'safeguarding', fields: danger.immediateDanger || danger.harmToChild ? { concern: concernOf(danger), done: danger.done } : {} },
    { category: 'behaviour', fields: { incidents: incidents.map(incidentLine).join('\n\n'), harmed: answers.harmed, tried: answers.tried } },
    { category: 'family', fields: { youngPersonTold: toldLine(told.youngPerson), parentsTold: toldLine(told.parent) } },
    {
      category: 'professional-opinion',
      fields: {
        asked: answers.asked,
        ownView: ownView.view === '' ? `Not recorded: ${ownView.whyNot}` : ownView.view,
        consentExplained: sharing.basis === 'consent' ? sharing.explained : '',
      },
    },
  ];
  return items
    .map(({ category, fields }) => ({ category, fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) }))
    .filter(({ fields }) => Object.keys(fields).length > 0);
}

function concernOf({ immediateDanger, harmToChild }: CompleteAnswers['danger']): string {
  return [immediateDanger ? 'Somebody is in immediate danger' : '', harmToChild ? 'A child is at risk of significant harm' : ''].filter(Boolean).join('. ');
}

function incidentLine({ on, reportedTo, what }: CompleteAnswers['incidents'][number]): string {
  const date = DateTime.fromISO(on).setLocale('en-GB').toFormat('d MMMM yyyy');
  return `${date}${reportedTo === '' ? '' : `, reported to ${reportedTo}`}: ${what}`;
}

const toldLine = ({ knows, whyNot }: CompleteAnswers['told']['parent']): string => (knows ? 'Yes' : `No: ${whyNot}`);
