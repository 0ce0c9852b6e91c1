import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { HistoryFile } from '../history/history-file.js';
import type { HistoryLine } from '../history/lines.js';
import { readHistory } from '../history/read-history.js';
import { check } from './check.js';
import { NOT_WORKING } from './recovery-rules.js';

const action = { table: 'jag-cases action', id: 'a' };
const event = { type: 'action.changed', consumer: 'indicators', aggregate: 'a', about: null };
const applied = { type: 'action.changed', consumer: 'indicators', aggregate: 'a' };
const given = { event: 'e3', type: 'case-notice.raised', consumer: 'notifications', aggregate: 'c', version: null, about: 'action-given' };
const worker = 'worker 1 of jag-cases';

/** One action, given and finished while a worker hung. */
const whole: readonly HistoryLine[] = [
  { kind: 'begun', at: 0, scenario: 'kills', on: 'embedded', seed: 1, commands: 2, replicas: 1, harms: [`${NOT_WORKING}, it is stopped`] },
  { kind: 'row', when: 'before', table: 'jag-cases action', id: 'old', version: 4, says: 'given' },
  { kind: 'asked', at: 1, command: 1, what: 'give-action' },
  { kind: 'acknowledged', at: 2, command: 1, tries: 2, effects: [{ ...action, version: 1, says: 'given' }] },
  { kind: 'fault', at: 3, id: 1, what: NOT_WORKING, how: 'it is stopped', target: worker },
  { kind: 'asked', at: 4, command: 2, what: 'move-action accepted' },
  { kind: 'acknowledged', at: 5, command: 2, tries: 1, effects: [{ ...action, version: 2, says: 'accepted' }] },
  { kind: 'restarted', at: 12_000, target: worker, how: 'was ended by SIGKILL' },
  { kind: 'mended', at: 12_500, id: 1 },
  { kind: 'faults-over', at: 13_000 },
  { kind: 'drained', at: 20_000 },
  { kind: 'row', when: 'after', table: 'jag-cases action', id: 'old', version: 4, says: 'given' },
  { kind: 'row', when: 'after', ...action, version: 2, says: 'accepted' },
  { kind: 'sent', event: 'e1', ...event, version: 1 },
  { kind: 'sent', event: 'e2', ...event, version: 2 },
  { kind: 'sent', ...given },
  { kind: 'heard', event: 'e1', consumer: 'indicators' },
  { kind: 'heard', event: 'e2', consumer: 'indicators' },
  { kind: 'heard', event: 'e3', consumer: 'notifications' },
  { kind: 'applied', ...applied, version: 1 },
  { kind: 'applied', ...applied, version: 2 },
  { kind: 'effect', consumer: 'indicators', table: 'action_fact', id: 'a', heard: true, version: 1 },
  { kind: 'effect', consumer: 'indicators', table: 'action_fact', id: 'a', heard: true, version: 2 },
  { kind: 'told', event: 'e3', user: 'u', times: 1, wanted: 'once' },
  { kind: 'told', event: 'e0', user: 'u', times: 0, wanted: 'at-most-once' },
  { kind: 'letter', id: 'l', settled: true },
  { kind: 'projection', name: 'actions in indicators', id: 'a', source: 'done', copy: 'done' },
  { kind: 'schedule', service: 'jag-cases', id: 'retention', stands: true },
  { kind: 'audited', service: 'jag-cases', action: 'created', record: 'action', times: 1 },
  { kind: 'audited', service: 'jag-cases', action: 'changed', record: 'action', times: 1 },
  { kind: 'audit', service: 'jag-cases', entries: 2, faults: [] },
];

/** The history with the first line that `matches` left out, or another in its place. */
function changed(matches: (line: HistoryLine) => boolean, change: (line: HistoryLine) => HistoryLine[] = () => []): HistoryLine[] {
  const place = whole.findIndex(matches);
  if (place < 0) throw new Error('The history has no such line');
  return whole.flatMap((line, index) => (index === place ? change(line) : [line]));
}

const after = (line: HistoryLine): boolean => line.kind === 'row' && line.when === 'after' && line.id === 'a';

describe('the checker of histories', () => {
  it('finds nothing where all is as it should be, also by way of its file', async () => {
    expect(check(whole)).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'history-'));
    try {
      const file = new HistoryFile(join(folder, 'history'));
      file.write(...whole);
      file.close();
      expect(await readHistory(file.path)).toEqual(whole);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const planted: [string, string, HistoryLine[]][] = [
    ['a lost row', 'lost', changed(after)],
    ['a lost change', 'lost', changed(after, () => [{ kind: 'row', when: 'after', ...action, version: 1, says: 'given' }])],
    ['a change that gave a version and wrote nothing', 'lost', changed(after, () => [{ kind: 'row', when: 'after', ...action, version: 2, says: 'given' }])],
    ['an invented row', 'invented', [...whole, { kind: 'row', when: 'after', table: action.table, id: 'b', version: 1, says: 'given' }]],
    ['a change that nobody asked for', 'invented', changed(after, () => [{ kind: 'row', when: 'after', ...action, version: 3, says: 'accepted' }])],
    ['a change of what was there before', 'invented', changed((line) => line.kind === 'row' && line.when === 'after' && line.id === 'old', () => [{ kind: 'row', when: 'after', table: action.table, id: 'old', version: 5, says: 'given' }])],
    ['a version given twice', 'version', changed((line) => line.kind === 'acknowledged' && line.command === 2, () => [{ kind: 'acknowledged', at: 5, command: 2, tries: 1, effects: [{ ...action, version: 1, says: 'accepted' }] }])],
    ['a conflict with nobody', 'refused', [...whole, { kind: 'refused', at: 6, command: 3, status: 409, code: 'changed-meanwhile' }]],
    ['a right command that was refused', 'refused', [...whole, { kind: 'asked', at: 6, command: 3, what: 'give-action' }, { kind: 'refused', at: 7, command: 3, status: 404, code: 'not-found' }]],
    ['a command that nobody answered', 'unanswered', [...whole, { kind: 'unanswered', at: 6, command: 3, why: 'no answer' }]],
    ['an event that was never written', 'lost', changed((line) => line.kind === 'sent' && line.event === 'e3', () => [{ kind: 'sent', ...given, about: 'meeting-called' }])],
    ['a fact told twice', 'invented', [...whole, { kind: 'sent', ...given, event: 'e5' }, { kind: 'heard', event: 'e5', consumer: 'notifications' }]],
    ['an entry of the audit that is not there', 'lost', changed((line) => line.kind === 'audited')],
    ['an entry of the audit too many', 'invented', changed((line) => line.kind === 'audited', () => [{ kind: 'audited', service: 'jag-cases', action: 'created', record: 'action', times: 2 }])],
    ['an audit that is not whole', 'audit', changed((line) => line.kind === 'audit', () => [{ kind: 'audit', service: 'jag-cases', entries: 2, faults: ['batch 1: edited'] }])],
    ['an event that never came', 'not-heard', changed((line) => line.kind === 'heard' && line.event === 'e3')],
    ['an event from nowhere', 'heard-unsent', [...whole, { kind: 'heard', event: 'e9', consumer: 'indicators' }]],
    ['an event had twice', 'done-twice', [...whole, { kind: 'heard', event: 'e1', consumer: 'indicators' }]],
    ['an effect done twice', 'done-twice', [...whole, { kind: 'effect', consumer: 'indicators', table: 'action_fact', id: 'a', heard: false, version: 3 }]],
    ['a change told twice', 'invented', [...whole, { kind: 'sent', event: 'e4', ...event, version: 2 }, { kind: 'heard', event: 'e4', consumer: 'indicators' }]],
    ['an order that is broken', 'order', [...whole, { kind: 'applied', ...applied, version: 1 }, { kind: 'applied', ...applied, version: 2 }]],
    ['an older state that was written, whatever was noted', 'order', [...whole, { kind: 'effect', consumer: 'indicators', table: 'action_fact', id: 'a', heard: true, version: 1 }]],
    ['a consumer that is behind', 'behind', changed((line) => line.kind === 'applied' && line.version === 2)],
    ['somebody told twice', 'told', changed((line) => line.kind === 'told', () => [{ kind: 'told', event: 'e3', user: 'u', times: 2, wanted: 'once' }])],
    ['somebody not told', 'told', changed((line) => line.kind === 'told', () => [{ kind: 'told', event: 'e3', user: 'u', times: 0, wanted: 'once' }])],
    ['a letter that nobody sends', 'told', changed((line) => line.kind === 'letter', () => [{ kind: 'letter', id: 'l', settled: false }])],
    ['somebody told whom nothing names', 'told', [...whole, { kind: 'told', event: 'e3', user: 'v', times: 1, wanted: 'never' }]],
    ['a copy that differs', 'projection', changed((line) => line.kind === 'projection', () => [{ kind: 'projection', name: 'actions in indicators', id: 'a', source: 'done', copy: 'given' }])],
    ['a schedule that is gone', 'schedule', changed((line) => line.kind === 'schedule', () => [{ kind: 'schedule', service: 'jag-cases', id: 'retention', stands: false }])],
    ['a dead letter', 'dead-letter', [...whole, { kind: 'dead-letter', consumer: 'indicators', event: 'e1', code: 'process-lost' }]],
    ['a backlog that stays', 'not-drained', changed((line) => line.kind === 'drained', () => [{ kind: 'drained', at: null }])],
    ['a backlog that stays too long, though commands went on for a while', 'not-drained', changed((line) => line.kind === 'drained', () => [{ kind: 'drained', at: 72_501 }])],
    ['a process that nobody started again', 'not-restarted', changed((line) => line.kind === 'restarted')],
    ['a process that hung for too long', 'not-restarted', changed((line) => line.kind === 'restarted', () => [{ kind: 'restarted', at: 15_004, target: worker, how: 'late' }])],
    ['too few commands', 'unfinished', changed((line) => line.kind === 'begun', () => [{ kind: 'begun', at: 0, scenario: 'kills', on: 'embedded', seed: 1, commands: 3, replicas: 1, harms: [] }])],
    ['a run that was broken off', 'unfinished', changed((line) => line.kind === 'faults-over')],
    ['a harm that was never done', 'unfinished', changed((line) => line.kind === 'begun', () => [{ kind: 'begun', at: 0, scenario: 'kills', on: 'embedded', seed: 1, commands: 2, replicas: 1, harms: ['killed with SIGKILL'] }])],
    ['a run without a fault', 'unfinished', whole.filter(({ kind }) => kind !== 'fault' && kind !== 'mended')],
  ];

  it.each(planted)('finds %s', (_what, rule, history) => {
    expect(new Set(check(history).map((finding) => finding.rule))).toEqual(new Set([rule]));
  });

  it('does not call a row invented that an unanswered command may have made', () => {
    const history: HistoryLine[] = [...whole, { kind: 'unanswered', at: 6, command: 3, why: 'no answer' }, { kind: 'row', when: 'after', table: action.table, id: 'b', version: 1, says: 'given' }];
    expect(check(history).map(({ rule }) => rule)).toEqual(['unanswered']);
  });

  it('lets a referral be looked for before it has arrived', () => {
    expect(check([...whole, { kind: 'asked', at: 6, command: 3, what: 'open-referral' }, { kind: 'refused', at: 7, command: 3, status: 404, code: 'not-found' }])).toEqual([]);
  });
});
