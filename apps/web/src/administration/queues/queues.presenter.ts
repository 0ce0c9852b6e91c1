import { SERVICE_NAMES, type MessagesWaiting, type queueRoutes, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { page, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords, count } from '../../layout/words.js';
import { kindWords, SERVICE_WORDS } from '../dead-letters/dead-letters.presenter.js';

/** What of one service is under way; null when it does not answer. */
export interface Queues {
  service: ServiceName;
  found: OutputOf<ReturnType<typeof queueRoutes>['read']> | null;
}

const isService = (name: string): name is ServiceName => SERVICE_NAMES.some((one) => one === name);

function rowOf({ consumer, type, count: waiting, since }: MessagesWaiting) {
  return { kind: kindWords(type), to: isService(consumer) ? SERVICE_WORDS[consumer] : 'Its own work', waiting: count(waiting, 'message'), since: dateTime(since) };
}

export function queuesPage(all: readonly Queues[]): PageAnswer {
  const waiting = all.flatMap(({ found }) => found?.waiting ?? []);
  return page('administration/queues/queues', {
    title: 'Messages under way',
    back: '/administration',
    clear: waiting.length === 0,
    unreachable: all.some(({ found }) => found?.reachable === false),
    sections: all.map(({ service, found }) => ({
      heading: SERVICE_WORDS[service],
      away: found === null,
      waiting: (found?.waiting ?? []).map(rowOf),
      schedules: (found?.schedules ?? []).map(({ id, next }) => ({ key: codeWords(id), text: next === null ? 'Not planned at the moment' : dateTime(next) })),
    })),
  });
}
