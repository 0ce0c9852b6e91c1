import { ActionChanged, CaseChanged } from '@concordat/contracts-jag-cases';
import { AgencyChanged, ForumChanged, MembershipChanged, PartnershipChanged } from '@concordat/contracts-partnership-registry';
import { ReferralChanged } from '@concordat/contracts-referrals';
import { AuthModule } from '@concordat/platform-auth';
import { MessagingModule } from '@concordat/platform-messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import { CaseworkConsumer } from './casework/casework.consumer.js';
import { CaseworkController } from './casework/casework.controller.js';
import { readIndicatorsSettings, type Environment } from './config.js';
import { DashboardsController } from './dashboards/dashboards.controller.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { FiguresModule } from './figures.module.js';
import { ForumConsumer } from './forums/forum.consumer.js';
import { ImportsController } from './imports/imports.controller.js';
import { ObservationsController } from './observations/observations.controller.js';

const service = 'indicators';

const events = [PartnershipChanged, AgencyChanged, MembershipChanged, ForumChanged, CaseChanged, ActionChanged, ReferralChanged];

/** The indicators service: the same for requests and queue work. */
@Module({})
export class AppModule {
  static forRoot(env: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        FiguresModule.forRoot(env),
        MessagingModule.forRoot({ service, events, env }),
        AuthModule.forRoot({ service, keys: { registryUrl: readIndicatorsSettings(env).CONCORDAT_REGISTRY_URL } }),
      ],
      controllers: [
        CaseworkConsumer,
        CaseworkController,
        DashboardsController,
        DeadLettersController,
        ForumConsumer,
        ImportsController,
        ObservationsController,
      ],
    };
  }
}
