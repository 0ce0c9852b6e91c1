import { ActionChanged, CaseChanged, CaseNotice, CaseNoticesWithdrawn, casePath, ConsentWithdrawn, ReferralRequested } from '@concordat/contracts-jag-cases';
import {
  AgencyChanged,
  AgreementChanged,
  DecisionClientChanged,
  DirectoryServiceChanged,
  ForumChanged,
  MembershipChanged,
  PartnershipChanged,
  RegistryAlive,
  StaffNamed,
} from '@concordat/contracts-partnership-registry';
import { CROSSINGS, KnownToAsked } from '@concordat/contracts-protocol';
import { ReferralChanged, ReferralTurnedBack } from '@concordat/contracts-referrals';
import { FoundationModule, type Environment } from '@concordat/platform-service';
import { emergencyReviewSchedule, erasedBeforeSchedule, ErasureRecordSchema, peopleIndexSchedule, protectionEntities, ProtectionsModule, sharingEntities, SharingModule, sharingRecordEntities, SharingRecordsModule, StoredItemSchema, KnownToWordSchema } from '@concordat/sharing';
import { Module, type DynamicModule } from '@nestjs/common';
import { ActionSchema } from './actions/action.entity.js';
import { CaseSchema, CaseStateEntrySchema, CaseSubjectSchema } from './cases/case.entity.js';
import { CaseOutcomeSchema } from './cases/outcomes.js';
import { CaseworkModule } from './casework.module.js';
import { ForumSchema } from './forums/forum.entity.js';
import { AgendaEntrySchema, AttendanceSchema, MeetingSchema } from './meetings/meeting.entity.js';
import { KnownToAskSchema } from './known-to/known-to-ask.entity.js';
import { migrations } from './migrations/index.js';
import { CaseBarring } from './notices/case-barring.js';
import { NominationDraftSchema } from './nominations/nomination-draft.entity.js';
import { SubjectSchema } from './people/subject.entity.js';
import { CaseReferralSchema, CaseReferralStepSchema, DirectoryServiceSchema } from './referrals/case-referral.entity.js';
import { ReferredSubjects } from './referrals/referred-subjects.js';
import { retentionSchedule } from './retention/retention.js';
import { SearchSchema } from './search/search.entity.js';
import { CaseSharing } from './sharing/case-sharing.js';
import { Timeline } from './timeline/timeline.js';
import { TimelineEntrySchema } from './timeline/timeline-entry.entity.js';

const entities = [
  ...sharingEntities,
  ...protectionEntities,
  ...sharingRecordEntities,
  ActionSchema,
  AgendaEntrySchema,
  AttendanceSchema,
  CaseOutcomeSchema,
  CaseReferralSchema,
  CaseReferralStepSchema,
  CaseSchema,
  CaseStateEntrySchema,
  CaseSubjectSchema,
  DirectoryServiceSchema,
  ErasureRecordSchema,
  ForumSchema,
  KnownToAskSchema,
  KnownToWordSchema,
  StoredItemSchema,
  MeetingSchema,
  NominationDraftSchema,
  SearchSchema,
  SubjectSchema,
  TimelineEntrySchema,
];

const written = [ActionChanged, CaseChanged, CaseNotice, CaseNoticesWithdrawn, ReferralRequested, ConsentWithdrawn, KnownToAsked, ...Object.values(CROSSINGS['jag-cases'])];
const heard = [DecisionClientChanged, RegistryAlive, PartnershipChanged, AgencyChanged, MembershipChanged, ForumChanged, DirectoryServiceChanged, AgreementChanged, ReferralChanged, ReferralTurnedBack, StaffNamed, ...Object.values(CROSSINGS.referrals)];

/** Casework: the same for requests and queue work. */
@Module({})
export class AppModule {
  static forRoot(env: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        FoundationModule.forRoot({ service: 'jag-cases', entities, migrations, events: [...written, ...heard], schedules: [retentionSchedule, emergencyReviewSchedule, erasedBeforeSchedule, peopleIndexSchedule], env }),
        SharingModule.forRoot({ service: 'jag-cases', searchedByName: true, env }),
        ProtectionsModule.forRoot({ service: 'jag-cases', barring: CaseBarring, links: ReferredSubjects }),
        SharingRecordsModule.forRoot({ place: casePath, host: CaseSharing, providers: [Timeline], env }),
        CaseworkModule.forRoot(env),
      ],
    };
  }
}
