import type { NominationAnswers } from '@concordat/contracts-jag-cases';
import type { Form } from '../../forms/form.js';
import type { PageAnswer } from '../../layout/answers.js';
import { date } from '../../layout/times.js';
import { count } from '../../layout/words.js';
import { addressOf, type Nomination } from '../nomination.js';
import { questionPage } from '../question.js';
import { anotherForm, incidentForm, removalForm } from './incidents.form.js';

export type Incident = NonNullable<NominationAnswers['incidents']>[number];

/** The service takes no more than this. */
export const MOST_INCIDENTS = 50;

export function incidentsOf({ draft }: Nomination): Incident[] {
  return draft.answers.incidents ?? [];
}

export function incidentsPage(nomination: Nomination, form = anotherForm.blank(), success: string | null = null): PageAnswer {
  const incidents = incidentsOf(nomination);
  return questionPage('incidents/incidents', nomination, {
    title: `You have told us about ${count(incidents.length, 'incident')}`,
    form,
    success,
    full: incidents.length >= MOST_INCIDENTS,
    most: MOST_INCIDENTS,
    next: addressOf(nomination, 'incidents'),
    incidents: incidents.map((incident, place) => ({
      title: `${place + 1}. ${date(incident.on)}`,
      rows: [
        { key: 'What happened', text: incident.what },
        { key: 'Reported to', text: incident.reportedTo },
      ],
      number: place + 1,
      changeHref: addressOf(nomination, `incidents/${place + 1}`),
      // The last one can be changed alone: a nomination has at least one.
      removeHref: incidents.length > 1 ? addressOf(nomination, `incidents/${place + 1}/remove`) : null,
    })),
  });
}

export function incidentPage(nomination: Nomination, incident: Incident | null, form?: Form): PageAnswer {
  const first = incidentsOf(nomination).length === 0;
  return questionPage('incidents/incident', nomination, {
    title: incident !== null ? 'Change what happened' : first ? 'What happened?' : 'What else happened?',
    form: form ?? incidentForm.blank({ ...incident, version: nomination.draft.version }),
    ...(first ? {} : { back: addressOf(nomination, 'incidents') }),
  });
}

export function removalPage(nomination: Nomination, incident: Incident, form = removalForm.blank({ version: nomination.draft.version })): PageAnswer {
  return questionPage('incidents/remove', nomination, {
    title: 'Do you want to remove this incident?',
    form,
    back: addressOf(nomination, 'incidents'),
    rows: [
      { key: 'Date', text: date(incident.on) },
      { key: 'What happened', text: incident.what },
      { key: 'Reported to', text: incident.reportedTo },
    ],
  });
}
