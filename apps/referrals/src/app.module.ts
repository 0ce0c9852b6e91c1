import { ConsentWithdrawn, ReferralRequested } from '@concordat/contracts-jag-cases';
import { AgencyChanged, AgreementChanged, DecisionClientChanged, DirectoryServiceChanged, MembershipChanged, PartnershipChanged, RegistryAlive, StaffNamed } from '@concordat/contracts-partnership-registry';
import { CROSSINGS, KnownToAsked } from '@concordat/contracts-protocol';
import { ReferralChanged, ReferralNotice, ReferralNoticesWithdrawn, referralPath, ReferralTurnedBack } from '@concordat/contracts-referrals';
import { type Environment, FoundationModule } from '@concordat/platform-service';
import { emergencyReviewSchedule, erasedBeforeSchedule, ErasureRecordSchema, peopleIndexSchedule, protectionEntities, ProtectionsModule, sharingEntities, SharingModule, sharingRecordEntities, SharingRecordsModule, StoredItemSchema, KnownToWordSchema } from '@concordat/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { ContactSchema } from './contacts/contact.entity.js';
import { Contacts } from './contacts/contacts.js';
import { DirectoryProjection } from './directory/directory.projection.js';
import { DirectoryServiceSchema } from './directory/directory-service.entity.js';
import { migrations } from './migrations/index.js';
import { ReferralBarring } from './notices/referral-barring.js';
import { ReferralNotices } from './notices/referral-notices.js';
import { Outcomes, ReferralOutcomeSchema } from './outcomes/outcomes.js';
import { OverdueReferrals, overdueSchedule } from './overdue/overdue-referrals.js';
import { ReferredPeople } from './receiving/referred-people.js';
import { Receiving } from './receiving/receiving.js';
import { TurnedBackSchema } from './receiving/turned-back.entity.js';
import { PersonSchema, ReferralSchema, ReferralStateEntrySchema, ReferralSubjectSchema } from './referrals/referral.entity.js';
import { ReferralList } from './referrals/referral-list.js';
import { ReferralPage } from './referrals/referral-page.js';
import { ReferralRecords } from './referrals/referral-records.js';
import { ReferralsController } from './referrals/referrals.controller.js';
import { ReferralAccess } from './referrals/standing.js';
import { Transitions } from './referrals/transitions.js';
import { ReferralContact } from './safe-contact/referral-contact.js';
import { ReferralSharing } from './sharing/referral-sharing.js';
import { Withdrawals } from './sharing/withdrawals.consumer.js';
import { Workers } from './referrals/workers.js';

const entities = [
  ...sharingEntities,
  ...protectionEntities,
  ...sharingRecordEntities,
  StoredItemSchema,
  ContactSchema,
  DirectoryServiceSchema,
  KnownToWordSchema,
  ErasureRecordSchema,
  PersonSchema,
  ReferralOutcomeSchema,
  ReferralSchema,
  ReferralStateEntrySchema,
  ReferralSubjectSchema,
  TurnedBackSchema,
];

const written = [ReferralChanged, ReferralTurnedBack, ReferralNotice, ReferralNoticesWithdrawn, ...Object.values(CROSSINGS.referrals)];
const heard = [DecisionClientChanged, RegistryAlive, StaffNamed, PartnershipChanged, AgencyChanged, MembershipChanged, AgreementChanged, DirectoryServiceChanged, ReferralRequested, ConsentWithdrawn, KnownToAsked, ...Object.values(CROSSINGS['jag-cases'])];

/** Referrals to services: the same for requests and queue work. */
@Module({})
export class AppModule {
  static forRoot(env: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        FoundationModule.forRoot({ service: 'referrals', entities, migrations, events: [...written, ...heard], schedules: [overdueSchedule, emergencyReviewSchedule, erasedBeforeSchedule, peopleIndexSchedule], env }),
        SharingModule.forRoot({ service: 'referrals', searchedByName: false, env }),
        ProtectionsModule.forRoot({ service: 'referrals', barring: ReferralBarring, links: ReferredPeople }),
        SharingRecordsModule.forRoot({ place: referralPath, host: ReferralSharing, env }),
      ],
      controllers: [DirectoryProjection, OverdueReferrals, Receiving, ReferralsController, Withdrawals],
      providers: [Contacts, Outcomes, ReferralAccess, ReferralList, ReferralNotices, ReferralContact, ReferralPage, ReferralRecords, Transitions, Workers],
    };
  }
}
