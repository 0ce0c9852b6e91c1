import type { ServiceName } from '@concordat/contracts-protocol';
import { readSettings } from '@concordat/platform-config';
import { Module, type DynamicModule } from '@nestjs/common';
import { AgreementConsumer } from './agreement-consumer.js';
import { Grounds } from '../crossings/grounds.js';
import { ItemReading } from '../items/item-reading.js';
import { Items } from '../items/items.js';
import { PeopleNamed } from '../items/people-named.js';
import { PeopleIndex, PeopleIndexing, SEARCHED_BY_NAME } from '../known-to/people-index.js';
import { Replays } from '../receipts/replay.js';
import { RegistryContact, RegistryContactConsumer } from './registry-contact.js';
import { SHARING_SETTINGS, sharingSettings } from './settings.js';
import { Sharing } from './sharing.js';
import { standingController } from './standing.controller.js';
import { whatIfController } from '../what-if/what-if.controller.js';
import { SettledCounts } from '../what-if/settled-counts.js';
import { WhatIf } from '../what-if/what-if.js';

export interface SharingOptions {
  service: ServiceName;
  /** Whether people of the service are searched for by name. */
  searchedByName: boolean;
  /** The process's environment; `process.env` unless given. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** The sharing policy for every module of a service, and its copy of the agreements. */
@Module({})
export class SharingModule {
  static forRoot({ service, searchedByName, env }: SharingOptions): DynamicModule {
    return {
      module: SharingModule,
      global: true,
      providers: [
        Grounds,
        Sharing,
        ItemReading,
        Items,
        PeopleNamed,
        PeopleIndex,
        Replays,
        RegistryContact,
        SettledCounts,
        WhatIf,
        { provide: SEARCHED_BY_NAME, useValue: searchedByName },
        { provide: SHARING_SETTINGS, useFactory: () => readSettings(sharingSettings, env) },
      ],
      controllers: [AgreementConsumer, PeopleIndexing, RegistryContactConsumer, standingController(service), whatIfController(service)],
      exports: [SHARING_SETTINGS, Grounds, Sharing, ItemReading, Items, PeopleNamed, PeopleIndex, Replays, RegistryContact],
    };
  }
}
