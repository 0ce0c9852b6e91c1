import type { HistoryLine } from '../history/lines.js';
import type { Finding } from './check.js';
import { OPENING } from './command-rules.js';
import { linesOf } from './lines-of.js';

/** What a command writes besides its row, once each: events by their type, and what they are about; entries of the audit, with the service. */
interface Writes {
  events: readonly string[];
  audit: readonly string[];
}

const WRITES: Readonly<Record<string, Writes>> = {
  'add-service': { events: ['directory-service.changed'], audit: [] },
  'change-service': { events: ['directory-service.changed'], audit: [] },
  'add-agency': { events: ['agency.changed'], audit: [] },
  'change-agency': { events: ['agency.changed'], audit: [] },
  'give-action': { events: ['action.changed', 'case-notice.raised action-given'], audit: ['jag-cases created action'] },
  'move-action accepted': { events: ['action.changed'], audit: ['jag-cases changed action'] },
  'move-action done': { events: ['action.changed', 'case-notice.raised action-finished'], audit: ['jag-cases changed action'] },
  'refer-person': {
    events: ['referral.requested', 'referral.changed', 'referral-notice.raised referral-received'],
    audit: ['jag-cases shared referral', 'referrals created referral'],
  },
  // Its state is as it was: who referred is told of the next.
  [OPENING]: { events: [], audit: [] },
  'move-referral': { events: ['referral.changed'], audit: ['referrals changed referral'] },
  'record-contact': { events: [], audit: ['referrals created contact'] },
  'choose-preference': { events: [], audit: [] },
};

/** What left its row: every acknowledged command wrote its events and its entries of the audit once, and nothing else did. */
export function passageFindings(history: readonly HistoryLine[]): Finding[] {
  const [begun] = linesOf(history, 'begun');
  // A command that nobody answered may have written; and of what people do in browsers, nobody tells the history.
  if (begun === undefined || begun.commands === 0 || linesOf(history, 'unanswered').length > 0) return [];
  const done = acknowledged(history);
  const events = new Map(linesOf(history, 'sent').map(({ event, type, about }) => [event, about === null ? type : `${type} ${about}`]));
  const written = tally([...events.values()].map((name) => [name, 1]));
  const audited = tally(linesOf(history, 'audited').map(({ service, action, record, times }) => [`${service} ${action} ${record}`, times]));
  return [
    ...differences(wanted(done, ({ events: names }) => names), written, 'events'),
    ...differences(wanted(done, ({ audit }) => audit), audited, 'entries of the audit'),
  ];
}

function acknowledged(history: readonly HistoryLine[]): string[] {
  const asked = new Map(linesOf(history, 'asked').map(({ command, what }) => [command, what]));
  return linesOf(history, 'acknowledged').map(({ command }) => asked.get(command) ?? '');
}

function tally(names: readonly (readonly [string, number])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [name, times] of names) counts.set(name, (counts.get(name) ?? 0) + times);
  return counts;
}

/** How often each should be there; 0 for what none of the commands that were given writes. */
function wanted(done: readonly string[], of: (writes: Writes) => readonly string[]): Map<string, number> {
  const none = Object.values(WRITES).flatMap((writes) => of(writes).map((name) => [name, 0] as const));
  const those = done.flatMap((what) => of(WRITES[what] ?? { events: [], audit: [] }).map((name) => [name, 1] as const));
  return tally([...none, ...those]);
}

function differences(should: ReadonlyMap<string, number>, are: ReadonlyMap<string, number>, what: string): Finding[] {
  return [...should].flatMap(([name, wants]): Finding[] => {
    const has = are.get(name) ?? 0;
    return has === wants ? [] : [{ rule: has < wants ? 'lost' : 'invented', text: `${name}: acknowledged commands write ${wants} ${what}, and there are ${has}` }];
  });
}
