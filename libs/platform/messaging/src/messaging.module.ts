import { readSettings } from '@concordat/platform-config';
import { Module, type DynamicModule } from '@nestjs/common';
import { Acknowledger } from './acknowledgements.js';
import { DeadLetters } from './dead-letters.js';
import { MessagesUnderWay } from './messages-under-way.js';
import { MESSAGING, MESSAGING_SETTINGS, type MessagingOptions } from './definitions.js';
import { EventConsumer } from './event-consumer.js';
import { Inbox } from './inbox.js';
import { Outbox } from './outbox.js';
import { Queues } from './queues.js';
import { ParcelConsumer } from './parcel-consumer.js';
import { SealedMessages } from './sealing.js';
import { messagingSettings } from './settings.js';
import { QueueWorker } from './worker.js';
import { WorkConsumer } from './work-consumer.js';

/** The service's outbox, queues and dead letters, for every module of the service. Nothing is read from a queue before `startWorker`. */
@Module({})
export class MessagingModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MESSAGING, useValue: options },
        { provide: MESSAGING_SETTINGS, useFactory: () => readSettings(messagingSettings, options.env) },
        Queues,
        Outbox,
        Inbox,
        DeadLetters,
        MessagesUnderWay,
        SealedMessages,
        Acknowledger,
        EventConsumer,
        ParcelConsumer,
        WorkConsumer,
        QueueWorker,
      ],
      exports: [MESSAGING, MESSAGING_SETTINGS, Queues, Outbox, DeadLetters, MessagesUnderWay, SealedMessages, QueueWorker],
    };
  }
}
