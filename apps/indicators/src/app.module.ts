import { ActionChanged, CaseChanged } from '@concordat/contracts-jag-cases';
import { AgencyChanged, ForumChanged, MembershipChanged, PartnershipChanged } from '@concordat/contracts-partnership-registry';
import { ReferralChanged } from '@concordat/contracts-referrals';
import { FoundationModule, type Environment } from '@concordat/platform-service';
import { Module, type DynamicModule } from '@nestjs/common';
import { CaseworkConsumer } from './casework/casework.consumer.js';
import { CaseworkController } from './casework/casework.controller.js';
import { DashboardsController } from './dashboards/dashboards.controller.js';
import { PlannedActionsController } from './dashboards/planned-actions.controller.js';
import { figuresEntities, FiguresModule } from './figures.module.js';
import { ForumConsumer } from './forums/forum.consumer.js';
import { ImportsController } from './imports/imports.controller.js';
import { indicatorsMigrations } from './migrations/index.js';
import { ObservationsController } from './observations/observations.controller.js';

const events = [PartnershipChanged, AgencyChanged, MembershipChanged, ForumChanged, CaseChanged, ActionChanged, ReferralChanged];

/** The indicators service: the same for requests and queue work. */
@Module({})
export class AppModule {
  static forRoot(env: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [FoundationModule.forRoot({ service: 'indicators', entities: figuresEntities, migrations: indicatorsMigrations, events, env }), FiguresModule],
      controllers: [CaseworkConsumer, CaseworkController, DashboardsController, ForumConsumer, ImportsController, ObservationsController, PlannedActionsController],
    };
  }
}
