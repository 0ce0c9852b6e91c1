import { Module, type DynamicModule } from '@nestjs/common';
import { AboutModule } from './about/about.module.js';
import { AccountModule } from './account/account.module.js';
import { AdministrationModule } from './administration/administration.module.js';
import { CasesModule } from './cases/cases.module.js';
import { WebSettings } from './config.js';
import { ConductModule } from './conduct/conduct.module.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { FiguresModule } from './figures/figures.module.js';
import { HandingOverModule } from './handing-over/handing-over.module.js';
import { HomeModule } from './home/home.module.js';
import { KnownToModule } from './known-to/known-to.module.js';
import { LayoutModule } from './layout/layout.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { NominationsModule } from './nominations/nominations.module.js';
import { ProtectionsModule } from './protections/protections.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { SafeContactModule } from './safe-contact/safe-contact.module.js';
import { SearchModule } from './search/search.module.js';
import { ReferralsModule } from './referrals/referrals.module.js';
import { ServicesModule } from './services/services.module.js';
import { SessionModule } from './session/session.module.js';
import { SetUpModule } from './set-up/set-up.module.js';
import { SharingModule } from './sharing/sharing.module.js';

/** Sections of the service: each adds its own entry to the navigation and its own cards to the home page. */
const sections = [HomeModule, AccountModule, AboutModule, CasesModule, ReferralsModule, SafeContactModule, FiguresModule, MeetingsModule, NominationsModule, SearchModule, AdministrationModule, NotificationsModule, ProtectionsModule, ErasuresModule, ConductModule, SharingModule, KnownToModule, SetUpModule, HandingOverModule];

@Module({})
export class AppModule {
  static with(settings: WebSettings): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [LayoutModule, SessionModule, ServicesModule, ...sections],
      providers: [{ provide: WebSettings, useValue: settings }],
      exports: [WebSettings],
    };
  }
}
