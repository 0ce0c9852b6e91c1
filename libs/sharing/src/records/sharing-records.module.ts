import type { CasePath } from '@concordat/contracts-protocol';
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { Allegations } from '../consents/allegations.js';
import { consentsController } from '../consents/consents.controller.js';
import { Consents } from '../consents/consents.js';
import { ConsentViews } from '../consents/consent-views.js';
import { PersonAnswers } from '../consents/person-answers.js';
import { Relations } from '../consents/relations.js';
import { TravellingReceipts } from '../consents/travelling-receipts.js';
import { WithdrawalTasks } from '../consents/withdrawal-tasks.js';
import { allegationsController } from '../crossings/allegations.controller.js';
import { Disclosures } from '../disclosures/disclosures.js';
import { disclosuresController } from '../disclosures/disclosures.controller.js';
import { EmergencyAccesses } from '../emergencies/emergency-accesses.js';
import { EmergencyOpening } from '../emergencies/emergency-opening.js';
import { EmergencyReviews } from '../emergencies/emergency-reviews.js';
import { EmergencyLimit } from '../emergencies/emergency-settings.js';
import { emergenciesController } from '../emergencies/emergencies.controller.js';
import { knownToConsumer } from '../known-to/known-to.consumer.js';
import { knownToController } from '../known-to/known-to.controller.js';
import { KnownToWords } from '../known-to/known-to-words.js';
import { Matching } from '../known-to/matching.js';
import { PassingOn } from '../known-to/passing-on.js';
import { AgenciesOfPartnership } from './agencies-of-partnership.js';
import { CaseSight } from './case-sight.js';
import { SharingHost } from './host.js';
import { SharingNotices } from './sharing-notices.js';
import { SubjectsOfCases } from './subject-of-case.js';

export interface SharingRecordsOptions {
  place: CasePath;
  /** What the service does when something is done about sharing, with the providers that it needs. */
  host: Type<SharingHost>;
  providers?: Provider[];
  env: Readonly<Record<string, string | undefined>>;
}

const services = [
  AgenciesOfPartnership, Allegations, CaseSight, Consents, ConsentViews, Disclosures, EmergencyAccesses, EmergencyOpening, KnownToWords, Matching, PassingOn, PersonAnswers, Relations, SharingNotices, SubjectsOfCases, TravellingReceipts, WithdrawalTasks,
];

/** Consent, disclosures and emergency access in a service that has cases. It stands beside SharingModule. */
@Module({})
export class SharingRecordsModule {
  static forRoot({ place, host, providers = [], env }: SharingRecordsOptions): DynamicModule {
    return {
      module: SharingRecordsModule,
      global: true,
      controllers: [allegationsController(place.service), consentsController(place), disclosuresController(place), emergenciesController(place), knownToController(place.service), knownToConsumer(place.service), EmergencyReviews],
      providers: [...services, ...providers, { provide: SharingHost, useClass: host }, { provide: EmergencyLimit, useFactory: () => EmergencyLimit.from(env) }],
      exports: [Allegations, Consents, SharingHost, TravellingReceipts, WithdrawalTasks],
    };
  }
}
