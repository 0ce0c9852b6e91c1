import type { CaseService } from '@concordat/contracts-protocol';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { receiptsController } from '../receipts/receipts.controller.js';
import { Seen } from '../receipts/seen.js';
import { crossingsController } from '../crossings/crossings.controller.js';
import { LinkedRecords } from '../crossings/linked-records.js';
import { OtherService } from '../crossings/other-service.js';
import { RegisterCrossing } from '../crossings/register-crossing.js';
import { ErasedBefore } from '../erasures/erased-before.js';
import { erasedElsewhere } from '../erasures/erased-elsewhere.js';
import { ErasureList } from '../erasures/erasure-list.js';
import { erasuresController } from '../erasures/erasures.controller.js';
import { Erasures } from '../erasures/erasures.js';
import { PeopleErased } from '../erasures/people-erased.js';
import { Gate } from '../gate/gate.js';
import { LooksAtCases } from '../looks/looks-at-cases.js';
import { looksController } from '../looks/looks.controller.js';
import { DecisionClientConsumer, DecisionClients } from '../decisions/decision-clients.js';
import { DecisionPoint } from '../decisions/decision-point.js';
import { decisionsController } from '../decisions/decisions.controller.js';
import { simulatorController } from '../simulator/simulator.controller.js';
import { SimulatedItems } from '../simulator/simulated-items.js';
import { Simulator } from '../simulator/simulator.js';
import { Tellings } from '../simulator/tellings.js';
import { SafeContact } from '../gate/safe-contact.js';
import { SafeContactPlans } from '../gate/safe-contact-plans.js';
import { Barring } from './barring.js';
import { CASE_SERVICE } from './case-service.js';
import { Conflicts } from './conflicts.js';
import { Exclusions } from './exclusions.js';
import { KeptCases } from './kept-cases.js';
import { Markings } from './markings.js';
import { NearMatches } from './near-matches.js';
import { OwnedCases } from './owned-cases.js';
import { protectionsController } from './protections.controller.js';
import { ReaderRequests } from './reader-requests.js';
import { Register } from './register.js';
import { StaffNames } from './staff-names.js';

export interface ProtectionsOptions {
  service: CaseService;
  /** What the service does when somebody is kept from a case. */
  barring: Type<Barring>;
  /** By what it knows the other service's people. */
  links: Type<LinkedRecords>;
}

/** Who is kept from people, cases and items, by whom, and the gate that asks it of all that leaves: the same in every service of cases. */
@Module({})
export class ProtectionsModule {
  static forRoot({ service, barring, links }: ProtectionsOptions): DynamicModule {
    const shared = [{ provide: CASE_SERVICE, useValue: service }, { provide: Barring, useClass: barring }, { provide: LinkedRecords, useClass: links }, Gate, NearMatches, OtherService, OwnedCases, RegisterCrossing, SafeContact, SafeContactPlans];
    return {
      module: ProtectionsModule,
      global: true,
      providers: [...shared, Conflicts, DecisionClients, DecisionPoint, ErasureList, Erasures, Exclusions, KeptCases, LooksAtCases, Markings, PeopleErased, ReaderRequests, Register, Seen, SimulatedItems, Simulator, Tellings],
      controllers: [protectionsController(service), receiptsController(service), looksController(service), crossingsController(service), simulatorController(service), decisionsController(service), DecisionClientConsumer, ErasedBefore, erasedElsewhere(service), erasuresController(service), StaffNames],
      exports: shared,
    };
  }
}
