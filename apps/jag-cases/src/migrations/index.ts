import type { MigrationClass } from '@concordat/platform-persistence';
import { foundationMigrations } from '@concordat/platform-service';
import { AllegationsCross, CasesCounted, CountsThatStand, ErasureTables, KnownDecisionClients, LooksAtPeople, PolicyByPage, Protections, ReaderOfSnapshot, ReaderRequestsOfAgency, ShareReceipts, SharingCrossings, sharingMigrations, SharingRecordTables, WithheldFromTrained, WithheldInSilence } from '@concordat/sharing';
import { CaseReading } from './case-reading.migration.js';
import { CasesInOrder } from './cases-in-order.migration.js';
import { CasesThatWait } from './cases-that-wait.migration.js';
import { Casework } from './casework.migration.js';
import { FirstContacts } from './first-contacts.migration.js';
import { KnownTo } from './known-to.migration.js';
import { Meetings } from './meetings.migration.js';
import { NamesFound } from './names-found.migration.js';
import { PeopleByItem } from './people-by-item.migration.js';
import { ReferralsRestOnConsent } from './referrals-rest-on-consent.migration.js';
import { SearchBeforeCreate } from './search-before-create.migration.js';
import { WhatStatesWaitFor } from './what-states-wait-for.migration.js';
import { WhatIfWork } from './what-if-work.migration.js';
import { WhoLooked } from './who-looked.migration.js';

/** Every migration of the service's database, in order. */
export const migrations: readonly MigrationClass[] = [
  ...foundationMigrations,
  ...sharingMigrations,
  Casework,
  Meetings,
  SearchBeforeCreate,
  ShareReceipts,
  WhatStatesWaitFor,
  CaseReading,
  Protections,
  SharingRecordTables,
  WhatIfWork,
  FirstContacts,
  KnownTo,
  SharingCrossings,
  PolicyByPage,
  KnownDecisionClients,
  AllegationsCross,
  PeopleByItem,
  WithheldInSilence,
  CountsThatStand,
  ReaderOfSnapshot,
  WithheldFromTrained,
  ReferralsRestOnConsent,
  ErasureTables,
  ReaderRequestsOfAgency,
  CasesInOrder,
  NamesFound,
  WhoLooked,
  CasesThatWait,
  LooksAtPeople,
  CasesCounted,
];
