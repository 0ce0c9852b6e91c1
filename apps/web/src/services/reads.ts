import { Injectable } from '@nestjs/common';
import { READS_AT_ONCE, readsRoutes, type OutputOf, type RouteDefinition, type ServiceName } from '@concordat/contracts-protocol';
import { ProblemError } from '@concordat/platform-errors';
import type { Visit } from '../session/visit.js';
import { ServiceUnreachableError } from './problems.js';
import { answerOf, pathOf, Transport, type CallInput } from './transport.js';

interface Waiting {
  path: string;
  /** What it was answered, for whoever asks for the same on the same page. */
  answered: Promise<unknown>;
  /** Asks for it by itself. */
  alone: () => void;
  answer: (status: number, body: unknown) => void;
  refuse: (error: unknown) => void;
}

/**
 * Reads that a page asks of the same service at the same moment go together, as one request: the service looks up once
 * who asks, and answers all of them in one transaction; what is asked for twice is asked once. Pages write `Promise.all` and know nothing of it.
 */
@Injectable()
export class Reads {
  private readonly waiting = new WeakMap<Visit, Map<ServiceName, Waiting[]>>();

  constructor(private readonly transport: Transport) {}

  ask<Route extends RouteDefinition>(visit: Visit, route: Route, input: CallInput<Route>, authorization: string): Promise<OutputOf<Route>> {
    const list = this.listOf(visit, route.service, authorization);
    const path = pathOf(route, input);
    const same = list.find((read) => read.path === path);
    if (same) return same.answered as Promise<OutputOf<Route>>;
    const { promise, resolve, reject } = Promise.withResolvers<OutputOf<Route>>();
    list.push({
      path,
      answered: promise,
      alone: () => {
        this.transport.send(route, input, authorization).then(resolve, reject);
      },
      answer: (status, body) => {
        Promise.resolve(body).then((read) => answerOf(route, status, read)).then(resolve, reject);
      },
      refuse: reject,
    });
    return promise;
  }

  /** What waits for this turn of the event loop to end. */
  private listOf(visit: Visit, service: ServiceName, authorization: string): Waiting[] {
    const lists = this.waiting.get(visit) ?? new Map<ServiceName, Waiting[]>();
    this.waiting.set(visit, lists);
    const found = lists.get(service);
    if (found) return found;
    const list: Waiting[] = [];
    lists.set(service, list);
    setImmediate(() => {
      lists.delete(service);
      for (let at = 0; at < list.length; at += READS_AT_ONCE) void this.send(service, list.slice(at, at + READS_AT_ONCE), authorization);
    });
    return list;
  }

  private async send(service: ServiceName, reads: readonly Waiting[], authorization: string): Promise<void> {
    const [only, ...more] = reads;
    if (only && more.length === 0) {
      only.alone();
      return;
    }
    try {
      const { answers } = await this.transport.send(readsRoutes(service).reads, { body: { paths: reads.map(({ path }) => path) } }, authorization);
      reads.forEach((read, index) => read.answer(answers[index]?.status ?? 500, answers[index]?.body));
    } catch (error) {
      // One of them broke what they share: the others need not fail with it.
      const shared = error instanceof ProblemError && error.status >= 500 && !(error instanceof ServiceUnreachableError);
      for (const read of reads) {
        if (shared) read.alone();
        else read.refuse(error);
      }
    }
  }
}
