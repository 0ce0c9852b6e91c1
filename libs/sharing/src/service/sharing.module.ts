import { Module, type DynamicModule } from '@nestjs/common';
import { AgreementConsumer } from './agreement-consumer.js';
import { ItemReading } from '../items/item-reading.js';
import { Items } from '../items/items.js';
import { Replays } from '../receipts/replay.js';
import { Sharing } from './sharing.js';

/** The sharing policy for every module of a service, and its copy of the agreements. */
@Module({})
export class SharingModule {
  static forRoot(): DynamicModule {
    return { module: SharingModule, global: true, providers: [Sharing, ItemReading, Items, Replays], controllers: [AgreementConsumer], exports: [Sharing, ItemReading, Items, Replays] };
  }
}
