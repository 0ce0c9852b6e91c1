import { CaseNotice, CaseNoticesWithdrawn } from '@concordat/contracts-jag-cases';
import { AccountLetterWanted, AgencyChanged, AgreementNotice, ContactChanged, MembershipChanged, PartnershipChanged, StaffNotice } from '@concordat/contracts-partnership-registry';
import { ReferralNotice, ReferralNoticesWithdrawn } from '@concordat/contracts-referrals';
import { FoundationModule, type Environment } from '@concordat/platform-service';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccountLetters } from './account-letters/account-letters.js';
import { MailSettings } from './config.js';
import { Contacts } from './contacts/contacts.js';
import { ContactsProjection } from './contacts/contacts.projection.js';
import { DailyMail, dailyMailSchedule } from './mail/daily-mail.js';
import { MailSending } from './mail/mail-sending.js';
import { MailServer } from './mail/mail-server.js';
import { Mailing } from './mail/mailing.js';
import { Members } from './members/members.js';
import { migrations } from './migrations/index.js';
import { NoticeEvents } from './notices/notice-events.js';
import { NoticesController } from './notices/notices.controller.js';
import { Notices } from './notices/notices.js';
import { SecondChances, secondChanceSchedule } from './passing-faults/second-chances.js';
import { PreferenceSchema } from './preferences/preference.entity.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { Preferences } from './preferences/preferences.js';
import { Retention, retentionSchedule } from './retention/retention.js';

const events = [PartnershipChanged, AgencyChanged, MembershipChanged, ContactChanged, CaseNotice, CaseNoticesWithdrawn, ReferralNotice, ReferralNoticesWithdrawn, AgreementNotice, StaffNotice, AccountLetterWanted];
const schedules = [dailyMailSchedule, secondChanceSchedule, retentionSchedule];

/** Who is told what, when and how: the same for requests and queue work. */
@Module({})
export class AppModule {
  static forRoot(env: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [FoundationModule.forRoot({ service: 'notifications', entities: [PreferenceSchema], migrations, events, schedules, env })],
      controllers: [AccountLetters, ContactsProjection, DailyMail, MailSending, NoticeEvents, NoticesController, PreferencesController, Retention, SecondChances],
      providers: [{ provide: MailSettings, useFactory: () => new MailSettings(env) }, Contacts, Mailing, MailServer, Members, Notices, Preferences],
    };
  }
}
