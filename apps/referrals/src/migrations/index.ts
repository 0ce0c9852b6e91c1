import type { MigrationClass } from '@concordat/platform-persistence';
import { foundationMigrations } from '@concordat/platform-service';
import { AllegationsCross, CasesCounted, CountsThatStand, ErasureTables, KnownDecisionClients, LooksAtPeople, PolicyByPage, Protections, ReaderOfSnapshot, ReaderRequestsOfAgency, ShareReceipts, SharingCrossings, sharingMigrations, SharingRecordTables, WithheldFromTrained, WithheldInSilence } from '@concordat/sharing';
import { KnownTo } from './known-to.migration.js';
import { PeopleByItem } from './people-by-item.migration.js';
import { ReferralReading } from './referral-reading.migration.js';
import { Referrals } from './referrals.migration.js';
import { ReferralsTurnedBack } from './turned-back.migration.js';
import { WithdrawnConsent } from './withdrawn-consent.migration.js';
import { WhatIfWork } from './what-if-work.migration.js';
import { WhoLooked } from './who-looked.migration.js';

/** Every migration of the service's database, in order. */
export const migrations: readonly MigrationClass[] = [...foundationMigrations, ...sharingMigrations, Referrals, ShareReceipts, ReferralReading, Protections, SharingRecordTables, WithdrawnConsent, WhatIfWork, KnownTo, SharingCrossings, PolicyByPage, KnownDecisionClients, AllegationsCross, PeopleByItem, WithheldInSilence, CountsThatStand, ReaderOfSnapshot, WithheldFromTrained, ReferralsTurnedBack, ErasureTables, ReaderRequestsOfAgency, WhoLooked, LooksAtPeople, CasesCounted];
