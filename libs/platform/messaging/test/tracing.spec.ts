import { randomUUID } from 'node:crypto';
import { runWithTrace } from '@concordat/platform-logging';
import { Database } from '@concordat/platform-persistence';
import { inSpan, startTelemetry } from '@concordat/platform-telemetry';
import { collectTraces, eventually, pathTo, testRedis, type CollectedSpan, type TestDatabase } from '@concordat/testing';
import { describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Outbox, Performs, type Work } from '../src/index.js';
import { behaviour, LetterCounting, LetterPosted, BoxPainted, PostOffice, Sorting } from './letters.js';
import { environmentOf, PATIENT, postDatabase } from './post-database.js';
import { createPostService } from './post-service.js';

/** Work that has a consequence in another service. */
@Controller()
class SortingThatPosts {
  constructor(private readonly office: PostOffice) {}

  @Performs(Sorting)
  async sort({ payload }: Work<{ boxId: string }>): Promise<void> {
    await this.office.post(payload.boxId, 7);
  }
}

describe('a trace', () => {
  it('goes from the request through work and events to the last consumer, over rows and queues, and says nothing of what they hold', async () => {
    const collector = await collectTraces();
    const telemetry = await startTelemetry('test', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const redis = testRedis();
    const databases = [await postDatabase('jag-cases'), await postDatabase('indicators')] as const;
    const events = [LetterPosted, BoxPainted];
    const environment = async (service: 'jag-cases' | 'indicators', database: TestDatabase) => ({ ...(await environmentOf(service, database, redis)), ...PATIENT });
    const producer = await createPostService({ service: 'jag-cases', events, controllers: [SortingThatPosts], env: await environment('jag-cases', databases[0]) });
    const counting = await createPostService({ service: 'indicators', events, controllers: [LetterCounting], env: await environment('indicators', databases[1]) });
    const partnershipId = randomUUID();
    // The letter fails once, with an error that names somebody: the second try is of the same trace.
    behaviour.failsOnce.add(7);
    const correlationId = randomUUID();
    await runWithTrace(correlationId, () =>
      inSpan('POST /boxes', { kind: 'server', parent: null }, () =>
        producer.get(Database).transaction({ partnershipId, userId: null, membershipId: null, agencyId: null }, () =>
          producer.get(Outbox).perform(Sorting, { boxId: partnershipId }),
        ),
      ),
    );
    await eventually(() => expect(behaviour.runs).toBeGreaterThan(0));
    await eventually(async () => {
      expect(await databases[0].query(`select 1 from outbox_delivery where acked_at is null and consumer <> 'notifications'`)).toEqual([]);
    });
    await Promise.all([producer.close(), counting.close()]);
    await telemetry.close();

    // The end of a process does not wait for a collector that is slow, as one on this machine may be; what was on the way still comes.
    const own = await eventually(() => {
      const spans = collector.spans();
      const ofClick = spans.filter(({ traceId }) => traceId === spans.find(({ name }) => name === 'POST /boxes')?.traceId);
      expect(ofClick.filter(({ name }) => name === 'process letter.posted')).toHaveLength(2);
      return ofClick;
    });
    const namesTo = (span: CollectedSpan): string[] => pathTo(span, own).map(({ name }) => name);
    const failed = own.find(({ name, status }) => name === 'process letter.posted' && status.code === 2)!;
    expect(namesTo(failed)).toEqual(['POST /boxes', 'transaction', 'send letters.sort', 'perform letters.sort', 'transaction', 'send letter.posted', 'process letter.posted']);
    expect(failed.attributes).toMatchObject({ 'concordat.attempt': 1, 'concordat.correlation_id': correlationId, 'messaging.operation.name': 'letter.posted', 'error.type': 'Error' });
    const again = own.find(({ attributes }) => attributes['concordat.outcome'] === 'handled')!;
    expect(namesTo(again)).toEqual(namesTo(failed));
    expect(again.attributes['concordat.attempt']).toBe(2);
    expect(collector.raw().join('')).not.toMatch(/Jane Doe|High Street/);

    await collector.close();
    await redis.clean();
    for (const database of databases) await database.drop();
  });
});
