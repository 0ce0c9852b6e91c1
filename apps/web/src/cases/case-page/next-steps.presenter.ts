import type { CaseFile } from '../case-file.js';

export interface NextStep {
  text: string;
  /** null: it cannot be done yet, and `lacking` says what must be there first. */
  href: string | null;
  lacking: readonly string[];
}

/** What this reader can do next: moves of the case by its transition table, and work on it. */
export function nextSteps({ id, transitions, may }: CaseFile): { moves: NextStep[]; work: NextStep[] } {
  const to = (path: string) => `/cases/${id}/${path}`;
  const work = [
    { shown: may.addItem, text: 'Add information', href: to('items/new') },
    { shown: may.giveAction, text: 'Give an action', href: to('actions/new') },
    { shown: may.putOnAgenda, text: 'Put it on a meeting’s agenda', href: to('agenda') },
    { shown: may.refer, text: 'Refer to a service', href: to('refer') },
    { shown: may.addItem, text: 'Ask whether others know the person', href: to('known-to') },
    { shown: may.changeCircle, text: 'Invite an agency', href: to('circle/invite') },
  ];
  return {
    moves: transitions.map((offer) => ({ text: offer.name, href: offer.lacking.length > 0 ? null : to(`next/${offer.to}`), lacking: offer.lacking })),
    work: work.filter(({ shown }) => shown).map(({ text, href }) => ({ text, href, lacking: [] })),
  };
}
